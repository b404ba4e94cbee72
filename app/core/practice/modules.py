"""The API modules: what runs, which parameters they know, what they ask of a request."""

from __future__ import annotations

from app.core.practice import edits, entities, entityqueries, login, paraminfo, query, upload
from app.core.practice.module import Module

MAIN = frozenset(
    [
        "action",
        "format",
        "formatversion",
        "maxlag",
        "smaxage",
        "maxage",
        "assert",
        "assertuser",
        "requestid",
        "servedby",
        "curtimestamp",
        "responselanginfo",
        "origin",
        "uselang",
        "variant",
        "errorformat",
        "errorlang",
        "errorsuselocal",
        "centralauthtoken",
        "utf8",
        "ascii",
        "callback",
    ]
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_QUERY = _names(
    "prop list meta indexpageids export exportnowrap exportschema iwurl continue rawcontinue "
    "titles pageids revids generator redirects converttitles "
    "siprop sifilteriw sishowalldb sinumberingroup siinlanguagecode "
    "uiprop uiattachedwiki type inprop incontinue intestactions intestactionsdetail "
    "iiprop iilimit iistart iiend iiurlwidth iiurlheight iimetadataversion iiextmetadatalanguage "
    "iiextmetadatamultilang iiextmetadatafilter iiurlparam iibadfilecontexttitle iicontinue "
    "iilocalonly rvprop rvslots rvlimit rvexpandtemplates rvgeneratexml rvparse rvsection rvdiffto "
    "rvdifftotext rvdifftotextpst rvcontentformat rvstartid rvendid rvstart rvend rvdir rvuser "
    "rvexcludeuser rvtag rvcontinue ppcontinue ppprop "
    "aisort aidir aifrom aito aicontinue aistart aiend aiprop aiprefix aiminsize aimaxsize aisha1 "
    "aisha1base36 aiuser aifilterbots aimime ailimit "
    "acfrom accontinue acto acprefix acdir acmin acmax acprop aclimit "
    "apfrom apcontinue apto apprefix apnamespace apfilterredir aplimit apdir "
    "gapfrom gapcontinue gapto gapprefix gapnamespace gapfilterredir gaplimit gapdir "
    "gaisort gaidir gaifrom gaito gaicontinue gaiprefix gaisha1 gaisha1base36 gaiuser gailimit "
    "leprop letype leaction lestart leend ledir leuser letitle lenamespace leprefix letag lelimit "
    "lecontinue msfprop msflimit msfcontinue"
)
_EDITENTITY = _names("id new site title baserevid summary tags token bot data clear assertuser")
_EDIT = _names(
    "title pageid section sectiontitle text summary tags minor notminor bot baserevid "
    "basetimestamp starttimestamp recreate createonly nocreate watchlist watchlistexpiry md5 "
    "prependtext appendtext undo undoafter redirect contentformat contentmodel token"
)
_UPLOAD = _names(
    "filename comment tags text watch watchlist watchlistexpiry ignorewarnings file url filekey "
    "sessionkey stash filesize offset chunk async checkstatus token"
)

MODULES: dict[str, Module] = {
    "query": Module(query.run, _QUERY),
    "paraminfo": Module(
        lambda call: paraminfo.run(call, MODULES, MAIN),
        _names("modules helpformat querymodules mainmodule pagesetmodule formatmodules"),
    ),
    "login": Module(login.login, _names("lgname lgpassword lgdomain lgtoken")),
    "clientlogin": Module(
        login.clientlogin,
        _names(
            "loginrequests loginmessageformat loginmergerequestfields loginpreservestate "
            "loginreturnurl logincontinue logintoken username password rememberMe domain"
        ),
    ),
    "logout": Module(login.logout, _names("token"), token=True),
    "upload": Module(upload.run, _UPLOAD, writes=True, token=True),
    "edit": Module(edits.edit, _EDIT, writes=True, token=True),
    "delete": Module(
        edits.delete,
        _names("title pageid reason tags watchlist oldimage token deletetalk"),
        writes=True,
        token=True,
    ),
    "titleblacklist": Module(edits.titleblacklist, _names("tbtitle tbaction tbnooverride")),
    "wbeditentity": Module(entities.edit, _EDITENTITY, writes=True, token=True),
    "wbgetentities": Module(
        entityqueries.get,
        _names("ids sites titles redirects props languages languagefallback normalize sitefilter"),
    ),
    "wbsearchentities": Module(
        entityqueries.search,
        _names("search language strictlanguage type limit continue props profile"),
    ),
}
