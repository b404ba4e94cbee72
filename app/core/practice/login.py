"""Signing in and out, and meta=userinfo."""

from __future__ import annotations

from app.core.practice import accounts
from app.core.practice.accounts import Account, Trouble
from app.core.practice.call import Call
from app.core.practice.refusals import Json, RefusalError, missing_parameter
from app.core.practice.verify import block_details

WRONG = "Incorrect username or password entered. Please try again."
STALE = "Unable to continue login. Your session most likely timed out."


def login(call: Call) -> Json:
    """action=login: bot passwords, and with a warning main passwords."""
    if call.session.bot_password:
        reason = "Cannot log in when using BotPasswordSessionProvider sessions."
        return {"login": {"result": "Aborted", "reason": _reason(call, "cannotlogin", reason)}}
    if not call.text("lgtoken"):
        token = call.session.login_token
        call.site.sessions.keep(call.session)
        return {"login": {"result": "NeedToken", "token": token}}
    if call.text("lgtoken") != call.session.login_token:
        return {"login": {"result": "Failed", "reason": _reason(call, "sessionfailure", STALE)}}
    account = accounts.account_of(call.text("lgname"))
    if not accounts.may_sign_in(account, call.text("lgpassword")):
        return {"login": {"result": "Failed", "reason": _reason(call, "wrongpassword", WRONG)}}
    if not account.app:
        _warn_main_account(call)
    call.session = call.site.sessions.sign_in(call.session, account, bot_password=bool(account.app))
    return {"login": {"result": "Success", "lguserid": account.userid, "lgusername": account.name}}


def _reason(call: Call, code: str, text: str) -> str | Json:
    return text if call.error_format == "bc" else {"code": code, "text": text}


def _warn_main_account(call: Call) -> None:
    call.warn(
        "main",
        "deprecation-help",
        "Subscribe to the mediawiki-api-announce mailing list at <https://lists.wikimedia.org/"
        "postorius/lists/mediawiki-api-announce.lists.wikimedia.org/> for notice of API "
        "deprecations and breaking changes.",
    )
    call.warn(
        "login",
        "deprecation",
        'Main-account login via "action=login" is deprecated and may stop working without warning. '
        'To continue login with "action=login", see [[Special:BotPasswords]]. To safely continue '
        'using main-account login, see "action=clientlogin".',
    )


def clientlogin(call: Call) -> Json:
    """action=clientlogin: main passwords."""
    if not (call.text("loginreturnurl") or call.flag("logincontinue")):
        raise missing_parameter("loginreturnurl")
    if call.needed("logintoken") != call.session.login_token:
        raise RefusalError("badtoken", "Invalid CSRF token.")
    account = accounts.account_of(call.text("username"))
    if not accounts.may_sign_in(account, call.text("password")):
        return {
            "clientlogin": {
                "status": "FAIL",
                "message": WRONG.replace(". ", ".\n"),
                "messagecode": "wrongpassword",
                "canpreservestate": False,
            }
        }
    call.session = call.site.sessions.sign_in(call.session, account, bot_password=False)
    return {"clientlogin": {"status": "PASS", "username": account.name}}


def logout(call: Call) -> Json:
    """action=logout."""
    call.site.sessions.drop(call.session)
    call.session = call.site.sessions.find("")
    return {}


def tokens(call: Call) -> Json:
    """meta=tokens."""
    known = {
        "createaccount", "csrf", "deleteglobalaccount", "login", "patrol", "rollback",
        "setglobalaccountstatus", "userrights", "watch",
    }  # fmt: skip
    asked = call.chosen("type", known, "tokens", "csrf")
    call.site.sessions.keep(call.session)
    login_kinds = ("login", "createaccount")
    return {
        f"{name}token": call.session.login_token if name in login_kinds else call.session.csrf_token
        for name in asked
    }


_USER_PROPS = {
    "rights", "groups", "ratelimits", "blockinfo", "editcount", "hasmsg", "groupmemberships",
    "implicitgroups", "changeablegroups", "options", "email", "realname", "registrationdate",
    "unreadcount", "latestcontrib", "theoreticalratelimits", "cancreateaccount", "centralids",
    "acceptlang",
}  # fmt: skip


def userinfo(call: Call) -> Json:
    """meta=userinfo."""
    asked = set(call.chosen("uiprop", _USER_PROPS, "userinfo"))
    account = call.account
    found: Json = {"id": account.userid, "name": account.name} if account else _visitor(call)
    if account and account.trouble is Trouble.BLOCKED and "blockinfo" in asked:
        found |= block_details()
    if "hasmsg" in asked:
        found["messages"] = False
    if "groups" in asked:
        found["groups"] = ["*", "user", "autoconfirmed"] if account else ["*"]
    if "rights" in asked:
        found["rights"] = account.rights() if account else accounts.anonymous_rights()
    if "editcount" in asked:
        found["editcount"] = _edit_count(call)
    if {"ratelimits", "theoreticalratelimits"} & asked:
        found["ratelimits"] = _limits(call, account)
    if "options" in asked:
        found["options"] = {}
    return found


def _visitor(call: Call) -> Json:
    return {"id": 0, "name": call.user, "anon": True}


def _edit_count(call: Call) -> int:
    pages = call.site.store.pages()
    return sum(revision.user == call.user for page in pages for revision in page.revisions)


def _limits(call: Call, account: Account | None) -> Json:
    limits = (account or Account("")).limits(call.site.conduct.upload_limit)
    who = "user" if account else "ip"
    return {
        action: {who: {"hits": hits, "seconds": seconds}}
        for action, (hits, seconds) in limits.items()
    }
