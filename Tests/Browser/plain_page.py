"""A reader without script and without style: it asks for pages, fills in their forms and sends them, as a text browser does.

It has the few methods of Playwright's page that the families of the summer need, so that both go the same way through the
same pages; a page view costs it a hundredth of what it costs a browser.
"""

import asyncio
import http.client
import re
import urllib.parse
import uuid

import lxml.html


def xpath(selector):
    """The few kinds of CSS selectors that are needed: tags, #ids, .classes, [name=value], [name^=value], descendants."""
    path = ""
    for step in selector.split():
        tag = re.match(r"[\w-]*", step).group(0) or "*"
        path += f"//{tag}"
        for kind, name, value in re.findall(r"([#.\[])([\w^-]+)(?:=([^\]]*)\])?", step[len(tag) if tag != "*" else 0:]):
            value = value.strip("'")
            if kind == "#":
                path += f"[@id='{name}']"
            elif kind == ".":
                path += f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"
            elif name.endswith("^"):
                path += f"[starts-with(@{name[:-1]}, '{value}')]"
            else:
                path += f"[@{name}='{value}']"
    return path


class Found:
    def __init__(self, elements):
        self.elements = elements

    async def count(self):
        return len(self.elements)


class PlainPage:
    """One reader with its cookies, who comes from an address of its own."""

    def __init__(self, base, address):
        self.base, self.url = base, base
        self.headers = {"X-Forwarded-For": address, "Accept-Language": "zh-CN"}
        self.cookies, self.files = {}, {}
        self.connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=60)
        self.document = None

    async def goto(self, url, body=None, kind=None):
        await asyncio.to_thread(self._ask, url, body, kind)

    def _ask(self, url, body, kind):
        for _ in range(5):
            headers = {**self.headers, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if body is not None:
                headers.update({"Content-Type": kind, "Origin": self.base, "Sec-Fetch-Site": "same-origin"})
            target = urllib.parse.urlsplit(url)
            self.connection.request("GET" if body is None else "POST", target.path + ("?" + target.query if target.query else ""), body, headers)
            reply = self.connection.getresponse()
            text = reply.read()
            for cookie in reply.headers.get_all("Set-Cookie") or []:
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value
            if reply.status not in (302, 303):
                assert reply.status in (200, 409, 422), (reply.status, url)
                self.url, self.files = url, {}
                self.document = lxml.html.fromstring(text.decode("utf-8"), base_url=url)
                return
            url, body = urllib.parse.urljoin(url, reply.headers["Location"]), None
        raise AssertionError(f"{url}: led around in circles")

    def _one(self, selector):
        found = self.document.xpath(xpath(selector))
        assert found, f"{self.url}: no {selector}"
        return found[0]

    def locator(self, selector):
        return Found(self.document.xpath(xpath(selector)))

    async def inner_text(self, selector):
        return self._one(selector).text_content().strip()

    async def is_visible(self, selector):
        return bool(self.document.xpath(xpath(selector)))

    async def fill(self, selector, value):
        field = self._one(selector)
        assert field.tag in ("input", "textarea") and field.get("type") not in ("hidden", "radio", "checkbox", "file"), selector
        field.value = value[:int(field.get("maxlength", 1 << 20))]

    async def select_option(self, selector, value):
        self._one(selector).value = value

    async def check(self, selector):
        self._one(selector).checked = True

    async def set_input_files(self, selector, files):
        self.files[self._one(selector).get("name")] = files

    async def click(self, selector):
        """Follows a link, or sends the form of a button with what stands in its fields."""
        element = self._one(selector)
        if element.tag == "a":
            return await self.goto(urllib.parse.urljoin(self.url, element.get("href")))
        form = next(one for one in element.iterancestors() if one.tag == "form")
        for field in form.xpath(".//input[@required]"):
            assert field.value, f"{self.url}: {field.get('name')} is required"
        values = [(name, value) for name, value in form.form_values() if name not in self.files]
        if element.get("name"):
            values.append((element.get("name"), element.get("value")))
        target = urllib.parse.urljoin(self.url, form.get("action"))
        if form.get("enctype") != "multipart/form-data":
            return await self.goto(target, urllib.parse.urlencode(values).encode(), "application/x-www-form-urlencoded")
        boundary = uuid.uuid4().hex
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode() for name, value in values)
        for name, files in self.files.items():
            for file in files:
                head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file["name"]}"\r\n\r\n'
                body += head.encode() + file["buffer"] + b"\r\n"
        return await self.goto(target, body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")
