"""Who issues keys: the names that stand beside a key which has no form of its own.

``datadog = 3f0a...`` holds a key although nothing in the value says so, and in another place the
same 32 hexadecimal digits are a checksum.
"""

from __future__ import annotations

PROVIDERS = frozenset(
    """
1password abuseipdb accuweather activecampaign adafruit adobe adzuna aerisweather aeroworkflow
agora ai21 aikido airbrake airtable aiven akamai alchemy alegra algolia alibaba alibabacloud
alienvault aliyun allsports alphavantage amadeus ambee amplitude anthropic anypoint apacta
apiflash apify apilayer apimatic apollo appcues appfollow appointedd appoptics appsynergy
apptivo artifactory artsy asaas asana assemblyai atera atlassian audd auth0 authress autodesk
autoklose autopilot avaza aviationstack aws axonaut ayrshare azure bamboo bannerbear baremetrics
baseten beamer bedrock beebole besnappy bestbuy billomat binance bitbar bitbucket bitcoinaverage
bitfinex bitgo bitly bitmex bitrise bittrex blablabus blazemeter blynk bombbomb boostnote
borgbase brandfetch brave brevo browserstack browshot bugherd bugsnag buildkite bulbul bulksms
buttercms bybit caflou calendarific calorieninja campaignmonitor campayo canva capella
captaindata carboninterface cartesia cashboard caspio censys centralstationcrm cerebras cexio
chartmogul chatfuel checio checklyhq checkmarket checkvist circleci cisco civo clarifai clay
clearbit clerk clickhelp clickhouse clicksend clickup clientary clinchpad clockify clockworksms
clojars closecrm cloudconvert cloudelements cloudflare cloudimage cloudinary cloudmersive
cloudplan cloudsight cloudsmith cloverly cloze clustdoc cockroachlabs coda codacy codeclimate
codecov codequiry coderabbit cohere coinapi coinbase coingecko coinlayer coinlib coinmarketcap
commercejs composio configcat confluent contabo contentful contentstack contribsys convertkit
convier couchbase countrylayer courier coveralls coze cratesio criteo crowdin crowdstrike
cryptocompare currencycloud currencyfreaks currencylayer cursor customerguru customerio
d7network dailyco dandelion dareboost databento databox databricks datadog datagov datastax
deepai deepgram deepseek definednetworking delighted demio deno detectify detectlanguage
devcycle devin dfuse dialogflow diffbot diggernaut digicert digitalocean discord disqus django
docker dockerhub docparser documo docusign doppler dotdigital dovico drone droneci dropbox
dropcontact dtrack duda duffel duply dwolla dynalist dynatrace dyspatch eagleeyenetworks
easyinsight easypost ebay ecostruxure edamam edenai eightxeight elastic elasticemail elevenlabs
enablex endorlabs eraser etherscan ethplorer etsy eventbrite everhour exa exchangerate exoscale
exportsdk extractorapi facebook faceplusplus fal fastforex fastly fetchrss fibery figma fileio
filezilla finage financialmodelingprep findl finicity finnhub firebase firecrawl fireworks fixer
flatio fleetbase flexport flickr flightapi flightlabs flightstats flowflu flutterwave flyio fmfw
formcraft formio formsite foursquare frameio freemius freshbooks freshdesk friendli fulcrum
fullcontact fullstory fxmarket gcloud gcp geckoboard gemini gengo geoapify geocode geocodify
geocodio geoip geoipifi getgeoapi getgist getresponse getsandbox gitea github gitlab gitter
glassnode glitterlyapi glm gocardless godaddy goodday googleapi googleapis gradle grafana
graphcms graphhopper greptile greynoise groovehq groq gtmetrix guardian gumroad gyazo
happyscribe harness hashicorp helpcrunch helpscout hereapi heroku hetzner hibp highnote hiveage
holidayapi honeycomb html2pdf htmlcsstoimage hubspot huggingface hunter hypertrack ibm ibmcloud
iconfinder iexcloud imagekit imagga influxdb infomaniak infracost infura insightly instabot
instagram instamojo integromat intercom intra42 intrinio invoiceocean ionic ipapi ipgeolocation
ipify ipinfo ipquality ipstack jenkins jfrog jina jira jiratoken jotform jumpcloud jupiterone
juro kagi kairos kakao keenio keycloak kickbox kimi klaviyo klingai klipfolio knapsack kontent
kraken kubernetes kucoin kylas langchain langfuse languagelayer lark lastfm launchdarkly
leadfeeder lendflow lessannoyingcrm lexigram lichess linear linemessaging linenotify linkedin
linkpreview linode liveagent livestorm llama loadmill lob locationiq loginradius lokalise looker
loyverse luno mailboxlayer mailchimp mailerlite mailersend mailgun mailjet mailmodo mailsac
mandrill mapbox mapquest marketstack mattermost mavenlink maxmind meaningcloud mediastack
meistertask mem0 meraki mercury mergify mesibo messagebird metaapi metabase metrilo microsoft
midtrans mindmeister minimax minio miro mistral mixmax mixpanel mockaroo mongo mongodb
monkeylearn moonclerk moosend moralis mrticktock msteams mux myfreshworks myintervals mysql
namecheap nasa naver neon nethunt netlify netsuite neutrinoapi newrelic newsapi newscatcher
newyorktimes nexmo nexus nftport ngrok nicereply nightfall noticeable nozbeteams npm nuget
numverify nutritionix nvidia nylas nyt nytimes oanda oauth0 octopus okta okx ollama omnisend
onedesk onelogin onepage onesignal onfido onwater oopspam openai opencagedata opengraphr
openrouter openshift openuv openweather openweathermap opsgenie optidash optimizely oracle
overloop ovh owlbot packagecloud paddle pagerduty paloalto pandadoc pandascore parsehub parseur
particleio partnerstack passbase pastebin paydirt paymo paymongo paypal paystack pdflayer
pdfshift peopledatalabs pepipost perplexity persona phpmailer phraseaccesstoken pinata pinecone
pinterest pipedream pipedrive pivotaltracker pixabay plaid planetscale planview planyo plivo
podio polar pollsapi poloniex polymarket porkbun positionstack postageapi postgres posthog
postman postmark powrbot prefect privateai prodpad prospectcrm protocolsio proxycrawl pscale
pubnub pulumi purestake pushbullet pusher pushover pypi qase quaderno qualaroo qualys qubole
quickmetrics quicknode rabbit rabbitmq ramp rapid7 rapidapi rawg razorpay reachmail reactapp
readme reallysimplesystems rebrandly rechargepayments reddit redis rentman repairshopr replicate
replyio requestfinance resend retell retellai revampcrm ringcentral riot ritekit rocketreach
rootly route4me rownd rubygems rundeck runpod runrunit runway salesblink salescookie salesflare
salesforce salesmate samsara satismeter sauce saucelabs scaleway scalingo scalr scraperapi
scraperbox scrapestack scrapfly scrapingant scrapingbee screenshotapi screenshotlayer
scrutinizer securitytrails selectpdf sendbird sendgrid sendinblue sentinelone sentry serphouse
serpstack sheety sherpadesk shippo shodan shopify shotstack shutterstock sidekiq signalwire
signaturit signupgenius sigopt simfin simplesat simplynoted simvoly sinch sirv siteleaf skrappio
skybiometry slack snapchat snipcart snowflake snyk snykkey solcast sonar sonarcloud sonarqube
sonatype sourcegraph sparkpost speechtextai splunk spoonacular sportsmonk spotify squarespace
sslmate stability stabilityai stackhawk statuscake statuspage stitchdata stockdata storecove
stormboard stormglass storyblok storychief strava stripe stripo stytch sugester sumo sumologic
supabase surveyanyplace surveybot surveysparrow survicate swiftype tableau tailscale tallyfy
tatumio tavily taxjar teamcity teamgate teamworkcrm technicalanalysis tefter telegram teletype
telnyx tenable tencent textmagic theoddsapi thingsboard thinkific thousandeyes thunderstore
ticketmaster tickettailor tiingo tiktok timecamp todoist togetherai toggltrack tokeet tomorrowio
tomtom tradier transferwise travelpayouts travis travisci trello truenas tumblr twelvedata
twilio twitch twitter tyntec typeform typetalk ubidots uclassify unifyid unkey unplugg unsplash
upcdatabase upcloud uplead uploadcare upstage upstash uptimerobot upwave urlscan userflow
userstack vast vastai vault vbout vercel verimail veriphone versioneye viber viewneo virustotal
visualcrossing vmware voicegain voodoosms vouchery voyageai vpnapi vultr vyte wakatime walkscore
wandb watson weatherbit weatherstack webex webflow webscraper webscraping wechat
weightsandbiases wepay whatsapp whoxy wireguard wistia wiz woo woocommerce woopra workato
workday workos workstack worldcoinindex worldweather wrike wundergraph xai xendit xero xfigma
yandex yelp youneedabudget yousign youtube zai zapier zendesk zenkit zenrows zenscrape zenserp
zeplin zerobounce zerotier zhipu zipapi zipbooks zipcodeapi zlm zoho zohocrm zoominfo zulip
zuplo
""".split()
)
"""Services with keys, in small letters and without spaces. Names that are ordinary words before
a number (``box``, ``line``, ``square``) are left out."""
