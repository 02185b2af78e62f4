"""The person at a browser: signs in at the provider and agrees, or does not.

`python3 person.py URL [--code CODE] [--refuse]`: follows the pages from URL on, to wherever they lead back. It keeps cookies,
fills in the forms that it is shown, and ends with success once a page says so.
"""

import argparse
import html.parser
import http.cookiejar
import sys
import urllib.parse
import urllib.request


class Form(html.parser.HTMLParser):
    """The first form of a page: where it goes, and what it holds already."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self.links = None, {}, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = given.get("action", "")
        if tag == "input" and given.get("name"):
            self.fields[given["name"]] = given.get("value") or ""
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])


def main():
    words = argparse.ArgumentParser()
    words.add_argument("url")
    words.add_argument("--code")
    words.add_argument("--refuse", action="store_true")
    asked = words.parse_args()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def go(url, fields=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        with browser.open(url, data) as answer:
            return answer.geturl(), answer.read().decode()

    url, page = go(asked.url)
    for _ in range(10):
        form = Form(page)
        if form.action is None:
            print(page.strip())
            return
        if asked.refuse:
            leave = [link for link in form.links if link.endswith("/abort")]
            url, page = go(urllib.parse.urljoin(url, leave[0]))
            continue
        fields = dict(form.fields)
        if "login" in fields:
            fields.update(login="noor", password="any")
        if "user_code" in fields and asked.code:
            fields["user_code"] = asked.code
        url, page = go(urllib.parse.urljoin(url, form.action), fields)
    sys.exit("the pages do not end")


main()
