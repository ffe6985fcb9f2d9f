"""Who issues keys: the names that stand beside a key which has no form of its own.

``datadog = 3f0a...`` holds a key although nothing in the value says so, and in another place the
same 32 hexadecimal digits are a checksum.
"""

from __future__ import annotations

PROVIDERS = frozenset(
    """
1password abbysale abuseipdb accuweather activecampaign adafruit adafruitio adobe adzuna
aerisweather aeroworkflow aftership agora ai21 aikido airbrake airship airtable airvisual aiven
akamai alchemy alconost alegra aletheiaapi algolia alibaba alibabacloud alienvault aliyun allsports
alphavantage amadeus ambee amplitude anthropic anypoint apacta api2cart api2convert apideck
apiflash apifonica apify apilayer apimatic apiscience apitemplate apollo appcues appfollow
appointedd appoptics appsynergy apptivo artifactory artsy asaas asana assemblyai atera atlassian
audd auth0 authress autodesk autoklose autopilot avalara avaza aviationstack aws axonaut aylien
ayrshare azure bamboo bannerbear baremetrics baseapiio baseten basistheory beamer bedrock beebole
besnappy bestbuy besttime billomat binance bitbar bitbucket bitcoinaverage bitfinex bitgo bitly
bitmex bitrise bittrex blablabus blazemeter blitapp blocknative blynk bombbomb boostnote borgbase
braintree brandfetch brave brevo brightlocal browserstack browshot bscscan buddyns bugherd bugsnag
buildkite bulbul bulksms buttercms bybit caflou calendarific calendly calorieninja campaignmonitor
campayn campayo cannyio canva capella capsulecrm captaindata carboninterface cartesia cashboard
caspio censys centralstationcrm cerebras cexio chartmogul chatfuel checio checklyhq checkmarket
checkvist circleci cisco civo clarifai clay clearbit clerk clickhelp clickhouse clicksend clickup
cliengo clientary clinchpad clockify clockworksms clojars closecrm cloudant cloudconvert
cloudelements cloudflare cloudimage cloudinary cloudmersive cloudplan cloudsight cloudsmith
cloudways cloverly cloze clustdoc cockroachlabs coda codacy codeclimate codecov codemagic codequiry
coderabbit cohere coinapi coinbase coingecko coinlayer coinlib coinmarketcap cometchat commercejs
companyhub composio configcat confluent contabo contentful contentstack contribsys conversiontools
convertapi convertkit convier copyscape couchbase countrylayer courier coveralls coze craftmypdf
cratesio createsend criteo crossbrowsertesting crowdin crowdstrike cryptocompare currencycloud
currencyfreaks currencylayer currencyscoop currentsapi cursor customerguru customerio d7network
dailyco dandelion dareboost databento databox databricks datadog datafire datagov datastax deepai
deepgram deepseek definednetworking delighted demio deno detectify detectlanguage devcycle devin
dfuse dialogflow diffbot diggernaut digicert digitalocean discord disqus distribusion django
dnscheck docker dockerhub docparser documo docusign doppler dotdigital dotmailer dovico dronahq
drone droneci dropbox dropcontact dtrack duda duffel duply dwolla dynadot dynalist dynatrace
dyspatch eagleeyenetworks easyinsight easypost ebay ecostruxure edamam edenai edusign eightxeight
elastic elasticemail elasticpath elevenlabs emailoctopus enablex endorlabs equinix eraser etherscan
ethplorer etsy eventbrite everhour eversign exa exchangerate exchangerateapi exoscale exportsdk
extractorapi facebook faceplusplus fakejson fal fastforex fastly fastspring feedly fetchrss fibery
figma fileio filestack filezilla finage financialmodelingprep findl finicity finnhub firebase
firecrawl fireworks fixer fixerio flagsmith flatio fleetbase flexport flickr flightapi flightlabs
flightstats flowdash flowdock flowflu flutterwave flyio fmfw formbucket formcraft formio formsite
formstack foursquare frameio freemius freshbooks freshdesk friendli fulcrum fullcontact fullstory
fusebill fxmarket gcloud gcp geckoboard gemini gengo geoapify geocode geocodify geocodio geoip
geoipifi getemail getgeoapi getgist getresponse getsandbox gitea github gitlab gitter glassnode
glitterlyapi glm gocanvas gocardless godaddy goodday googleapi googleapis goshippo gosquared gradle
grafana graphcms graphhopper greptile greynoise groovehq groq gtmetrix guardian guardianapi gumroad
gyazo happyscribe harness hashicorp heatmapapi hellosign helpcrunch helpscout hereapi heroku
hetzner hibp highnote hiveage holidayapi honeycomb html2pdf htmlcsstoimage hubspot huggingface
hunter hybiscus hypeauditor hypertrack ibm ibmcloud iconfinder iexapis iexcloud imagekit
imagetotext imagga imgix influxdb infobip infomaniak infracost infura insightly instabot instagram
instamojo integromat intercom interseller intra42 intrinio invoiceocean ionic ipapi ipgeolocation
ipify ipinfo ipinfodb ipquality ipstack jenkins jfrog jina jira jiratoken jotform jsonbin jumpcloud
jumpseller jupiterone juro kagi kairos kakao kakaotalk kaleyra kaltura kanbantool karmacrm keenio
keycloak kickbox kimi kiteconnect klaviyo klingai klipfolio knapsack knapsackpro kontent kraken
kubernetes kucoin kylas langchain langfuse languagelayer lark lastfm launchdarkly leadfeeder
leankit lemlist lendflow lessannoyingcrm lexigram lichess linear linemessaging linenotify linkedin
linkpreview linode liveagent livestorm llama loadmill lob locationiq loginradius lokalise looker
loyverse lunchmoney luno madkudu magicbell mailboxlayer mailchimp mailerlite mailersend mailgun
mailjet mailmodo mailsac mandrill mapbox mapquest marketstack mattermost mavenlink maxmind
meaningcloud mediastack meistertask mem0 meraki mercury mergify mesibo messagebird messari metaapi
metabase metrilo microsoft midise midtrans mindmeister minimax minio miro mistral mixcloud mixmax
mixpanel mockaroo mojohelpdesk mollie mongo mongodb monkeylearn moonclerk moosend moralis
mrticktock msteams mux myexperiment myfreshworks myintervals mysql namecheap nasa nasdaqdatalink
naver neon netcore nethunt netlify netsuite neutrinoapi newrelic newsapi newscatcher newyorktimes
nexmo nexus nftport ngrok nicehash nicereply nightfall nordigen noticeable notion nozbeteams npm
nubela nuget numverify nutritionix nvidia nylas nyt nytimes oanda oauth0 ocrspace octopus okta okx
ollama omnisend onbuka onedesk onelogin onepage onepagecrm onesignal onfido onwater onwaterio
oopspam openai opencagedata opendatasoft opengraphr openrouter openshift openuv openweather
openweathermap opsgenie optidash optimizely oracle overloop ovh owlbot packagecloud paddle
page2images pagerduty paloalto pandadoc pandascore paperform papyrs paralleldots parsehub parseur
particleio partnerstack passbase pastebin paydirt paydirtapp paymo paymoapp paymongo paypal
paystack pdflayer pdfmyurl pdfshift pendo peopledatalabs pepipost perplexity persona phpmailer
phraseaccesstoken pinata pinecone pinterest pipedream pipedrive pivotaltracker pixabay plaid
planetscale planview planyo plivo podio polar pollsapi poloniex polymarket porkbun positionstack
postageapi postageapp postgres posthog postman postmark powrbot prefect printfection privateai
processst prodpad prospectcrm prospectio protocolsio proxycrawl pscale pubnub pulumi purestake
pushbullet pusher pushover pypi qase quaderno qualaroo qualys qubole quickbase quickmetrics
quicknode rabbit rabbitmq ramp rapid7 rapidapi rawg razorpay reachmail reactapp readme
reallysimplesystems rebrandly rechargepayments redbooth reddit redis rentman repairshopr replicate
replyio requestfinance resend restpack retell retellai revampcrm ringcentral riot riotgames ritekit
rocketreach rockset roninapp rootly route4me rownd rubygems rundeck runpod runrunit runway
salesblink salescookie salesflare salesforce salesmate samsara satismeter sauce saucelabs scaleway
scalingo scalr scrapeowl scraperapi scraperbox scrapersite scrapestack scrapfly scrapingant
scrapingbee scrapingdog screenshotapi screenshotlayer scrutinizer securitytrails segment selectpdf
sellfy sendbird sendgrid sendinblue sendoso sentinelone sentry serphouse serpstack sheety
sherpadesk shipday shippo shodan shopee shopify shotstack shutterstock sidekiq signalwire
signaturit signupgenius sigopt simfin simplesat simplybook simplynoted simvoly sinch sirv siteleaf
skrappio skybiometry slack smartsheets smartystreets smsapi snapchat snipcart snowflake snyk
snykkey solcast sonar sonarcloud sonarqube sonatype sourcegraph sparkpost speechtextai splunk
spoonacular sportradar sportsmonk spotify squarespace sslmate stability stabilityai stackhawk
statuscake statuspage statuspal stitchdata stockdata storecove stormboard stormglass storyblok
storychief strava streamchat stripe stripo stytch sugester sumo sumologic supabase supernotes
supportbee surveyanyplace surveybot surveysparrow survicate swiftype tableau tailscale tallyfy
tatumio tavily taxjar teamcity teamgate teamviewer teamworkcrm technicalanalysis tefter telegram
telesign teletype telnyx tenable tencent testingbot text2data textmagic theoddsapi thingsboard
thinkific thousandeyes thunderstore ticketmaster tickettailor tiingo tiktok timecamp timekit
timezoneapi tmetric todoist togetherai toggltrack tokeet tomorrowio tomtom tradier transferwise
travelpayouts travis travisci trello trimble truenas tumblr twelvedata twilio twitch twitter tyntec
typeform typetalk ubidots uclassify unifyid unkey unplugg unsplash upcdatabase upcloud uplead
uploadcare uproc upstage upstash uptimerobot upwave urlscan userflow userstack vast vastai vatlayer
vault vbout veevavault vercel verimail veriphone versioneye viber viewneo virustotal visualcrossing
vmware voicegain vonage voodoosms vouchery voyageai vpnapi vultr vyte wakatime walkscore wandb
watson weatherbit weatherstack webengage webex webflow webscraper webscraping websitepulse wechat
weightsandbiases wepay whatsapp whoxy wireguard wistia wiz woo woocommerce woopra wordsapi workato
workday workos worksnaps workstack worldcoinindex worldweather wpengine wrike wundergraph xai
xendit xero xfigma yandex yelp yext youneedabudget yousign youtube zai zapier zendesk zenkit
zenrows zenscrape zenserp zeplin zerobounce zerotier zhipu zipapi zipbooks zipcodeapi zipcodebase
zlm zoho zohocrm zonkafeedback zoominfo zulip zulipchat zuplo
""".split()
)
"""Services with keys, in small letters and without spaces. Names that are ordinary words before
a number (``box``, ``line``, ``square``) are left out."""
