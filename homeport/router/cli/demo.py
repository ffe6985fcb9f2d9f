def demo() -> None: "Show."
