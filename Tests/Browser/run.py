#!/usr/bin/env python3
"""Runs the tests in a real browser: run.py --program .build/debug/xuezheng [words of test names …]

Tests run in the order of their files, on one server with one store, as a day's work would.
"""

import argparse
import os
import sys
import time
import traceback

from playwright.sync_api import sync_playwright

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import site_tools  # noqa: E402
import test_admissions  # noqa: E402
import test_areas  # noqa: E402
import test_catchments  # noqa: E402
import test_cockpit  # noqa: E402
import test_draw  # noqa: E402
import test_everywhere  # noqa: E402
import test_indicators  # noqa: E402
import test_intake  # noqa: E402
import test_quality  # noqa: E402
import test_rounds  # noqa: E402
import test_seats  # noqa: E402
import test_summer  # noqa: E402
import test_walk  # noqa: E402
import test_work  # noqa: E402


def tests(words):
    for module in (
            test_walk, test_work, test_areas, test_intake, test_indicators, test_quality, test_draw, test_admissions,
            test_rounds, test_catchments, test_seats, test_everywhere, test_cockpit, test_summer):
        for name, test in vars(module).items():
            if name.startswith("test_") and (not words or any(word in name for word in words)):
                yield name, test


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", default=".build/debug/xuezheng")
    arguments.add_argument("--browser", default="/usr/bin/chromium")
    arguments.add_argument("--pictures", help="folder for a picture of the page where a test fails")
    arguments.add_argument("words", nargs="*")
    options = arguments.parse_args()
    failed = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=["--no-sandbox"])
        site = site_tools.Site(options.program, browser, options.browser).start()
        try:
            page = site.page(site.context())
            site.sign_in(page)
            for name, test in tests(options.words):
                start = time.time()
                try:
                    test(site, page)
                    assert not site.errors, site.errors
                    print(f"✓ {name} ({time.time() - start:.1f} s)", flush=True)
                except Exception:
                    failed.append(name)
                    print(f"✗ {name}: {test.__doc__}\n{traceback.format_exc()}", flush=True)
                    if options.pictures:
                        os.makedirs(options.pictures, exist_ok=True)
                        page.screenshot(path=os.path.join(options.pictures, f"{name}.png"))
                    site.errors.clear()
            assert site.healthy()
        finally:
            site.stop()
            browser.close()
    print(f"{len(failed)} failed: {', '.join(failed)}" if failed else "all passed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
