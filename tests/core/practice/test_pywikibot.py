"""pywikibot, which other programs use, signs in to the practice wiki and uploads."""

from __future__ import annotations

import json
import os
import subprocess
import sys

SCRIPT = """
import json, sys
import pywikibot
from pywikibot import config, family
from pywikibot.login import ClientLoginManager, LoginStatus

pywikibot.bot.set_interface("buffer")
config.max_retries, config.put_throttle = 1, 0
host, picture = sys.argv[1:]


class Family(family.SingleSiteFamily, family.DefaultWikibaseFamily):
    name = code = "practice"
    domain = host
    interwiki_forward = None

    def protocol(self, code):
        return "http"

    def scriptpath(self, code):
        return "/w"

    @classmethod
    def entity_sources(cls):
        return {}


site = pywikibot.Site("practice", Family(), user="Anna")
manager = ClientLoginManager(password="secret", site=site, user="Anna")
manager.login_name = "Anna@app"
signed_in = manager.login()
site._loginstatus = LoginStatus.AS_USER
del site.userinfo
page = pywikibot.FilePage(site, "File:By bot.jpg")
sent = site.upload(page, source_filename=picture, summary="c", text="{{Information}}",
                   chunk_size=4000, ignore_warnings=True)
page = pywikibot.FilePage(site, "File:By bot.jpg")
page.data_item().editEntity({"labels": {"en": {"language": "en", "value": "x"}}}, bot=False)
print(json.dumps([signed_in, site.user(), str(site.mw_version), sent, page.text]))
"""


def test_pywikibot_signs_in_and_uploads(wiki, tmp_path, sample):
    home = tmp_path / "pywikibot"
    home.mkdir()
    (home / "user-config.py").touch(0o600)
    picture = tmp_path / "x.jpg"
    picture.write_bytes(sample(9000, "ffd8ff", "bot"))
    host = wiki.api.split("/")[2]
    settings = {"PYWIKIBOT_NO_USER_CONFIG": "2", "PYWIKIBOT_DIR": str(home), "NO_PROXY": "*"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, host, str(picture)],
        env={**os.environ, **settings}, cwd=home, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer == [True, "Anna", "1.39.17", True, "{{Information}}"]
    assert (wiki.folder / "files" / "By bot.jpg").read_bytes() == picture.read_bytes()
    (entity,) = (wiki.folder / "entities").iterdir()
    assert json.loads(entity.read_text("utf-8"))["labels"]["en"]["value"] == "x"
