"""What the tests of this room's pages have in common."""

from django.urls import reverse


def url(name, *args):
    """The address of a page of this room."""
    return reverse(f"allocations:{name}", args=args)


def text(response):
    """What the visitor's browser received."""
    return response.content.decode()
