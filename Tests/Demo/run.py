"""Lives the simulated year and opens its papers: python-docx reads all of them, LibreOffice turns two into PDF.

The programme itself fails where a record does not agree with its events or a figure of the summary does not resolve.

usage: run.py --program PATH
"""
import argparse, json, os, shutil, subprocess, sys, tempfile

import docx


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", required=True)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        papers = os.path.join(folder, "papers")
        done = subprocess.run(
            [options.program, "demo", "--year", "--data", os.path.join(folder, "data"), "--output", papers, "--lang", "zh"],
            capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        names = sorted(name for name in os.listdir(papers) if name.endswith(".docx"))
        assert len(names) == 13, names
        for name in names:
            document = docx.Document(os.path.join(papers, name))
            assert document.tables and document.paragraphs[0].text, name
        with open(os.path.join(papers, "summary-2026.json"), encoding="utf-8") as file:
            assert len(json.load(file)["tasks"]) == 44
        if shutil.which("soffice"):
            for name in (names[8], names[12]):
                subprocess.run(
                    ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                     "--outdir", folder, os.path.join(papers, name)], check=True, capture_output=True)
                assert os.path.getsize(os.path.join(folder, name.replace(".docx", ".pdf"))) > 10_000, name
        else:
            print("LibreOffice is not installed: papers not opened with it")
        print(f"{len(names)} papers of a simulated year written, reconciled and opened")


if __name__ == "__main__":
    main()
    print("1 passed, 0 failed")
