"""What every journey does on a page."""

SEND = "main form.lo-form button.btn-primary, main form.lo-form button.btn-danger"


def send(page, button=SEND):
    """Press the button of the act and wait for the page that follows: its script answers first, then leads there."""
    with page.expect_navigation():
        page.locator(button).first.click()


def submit(page):
    """Sent and accepted."""
    send(page)
    assert page.locator(".lo-errors").count() == 0, page.locator(".lo-errors").inner_text()
