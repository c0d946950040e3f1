"""The words of pages that are none: gone, closed for works, refused, a server's own. All expect the comparison key of a text.

Real documents use these words too. So they count only on pages that say little else (`monitor.believe`), and a notice
that names itself one and bears a date is taken at its word.
"""

from __future__ import annotations

import re

_THING = r"(?:页面?|网页|内容|文章|信息|文件|资源|栏目|链接|网址|地址|稿件|数据|记录|新闻|文档|路径|目录)"
_LOST = (
    r"(?:未找到|没(?:有)?找到|找不到了?|无法找到|不存在|(?:已|已经|可能已?)(?:被)?(?:管理员)?(?:删除|删掉|移除|移走|移动|下线|下架|失效|过期|撤销|撤下|撤稿|撤回|取消发布|关闭|迁移|转移|更名|改名)"
    r"|走丢了|飞走了|不见了|消失了|丢失了?|弄丢了|暂时(?:无法|不能)(?:访问|显示|打开)|(?:暂)?(?:无法|不能)(?:访问|显示|打开|正常显示)|无法被访问|尚未发布|未发布|未审核|已屏蔽|已停用|暂未开放|被外星人)"
)
GONE = re.compile(
    rf"(?:您|你|用户)?(?:所|要|想|正在|想要|需要)?(?:访问|查看|浏览|请求|查找|寻找|打开|查询)的?{_THING}[^。!;]{{0,16}}?{_LOST}"
    rf"|{_THING}(?:好像|似乎|可能|已经|暂时|或许)?[^。!;,]{{0,4}}?{_LOST}"
    rf"|(?:无法|不能|未能|没有)(?:找到|访问|显示|打开)(?:到)?(?:该|此|您|你|这个|相关|对应)?(?:[^。!;,]{{0,8}}的)?{_THING}"
    r"|(?:找不到|没有)(?:该|此|您|这个|对应)?(?:的)?(?:页面|网页|站点|网站|信息|文章|内容)|(?:文章|信息|内容)(?:正在)?审核中|^暂无(?:相关)?(?:内容|数据|信息|记录)[.。!]?$|参数(?:错误|不正确|非法)|非法参数|服务器?(?:繁忙|忙)|网址(?:输入)?(?:有误|错误)"
    r"|(?:页面|访问|系统|程序|服务器?|网站|网页|操作|加载)(?:内部)?(?:发生|出现|遇到)?(?:了)?(?:出错|错误|异常|故障|出了点?(?:小)?问题)"
    r"|出错[了啦]|出了点(?:小)?问题|(?:您|你)?(?:来晚了|迷路了)|(?:httpstatus|错误(?:代码)?|error):?(?:40[0-9]|50[0-9])|^(?:错误)?(?:40[03456]|410|50[0-9])(?!\d|年|个|所|人|名|号|元|万|余|多)"
    r"|404notfound|(?:page|file|content)?youarelookingfor|(?:couldnot|cannot|can'?t)befound|http状态:?-?\d{3}|pagenotfound|filenotfound|objectnotfound|notfoundonthisserver|pagecannotbe(?:found|displayed)|internalservererror|badgateway"
    r"|serviceunavailable|serviceistemporarilyunavailable|gatewaytime-?out|resourcecannotbefound|pagedoesn'?texist|somethingwentwrong|连接数据库(?:失败|出错)|数据库(?:连接)?(?:失败|错误)",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(?:系统|网站|网页|本站|本网|平台|门户|站点|服务器?|页面|栏目|频道|版面)(?:正在|在|现在|目前|暂时|进行|处于|全面)*(?:例行|紧急|临时|日常)?(?:维护|升级|改版|建设(?!小组|单位|公司|者|与|和|及|[:：])|检修|调试|迁移|割接|整改|更新|完善)"
    r"|正在(?:进行)?(?:系统|网站|数据)?(?:例行|紧急)?(?:维护|升级|改版|建设|检修|调试|整改)|(?:维护|升级|改版|建设|检修|整改)(?:中|ing)"
    r"|(?:网站|网页|本站|服务|平台|系统|访问|栏目|站点|页面)(?:已|将|现|正)?(?:暂停|暂时|临时|停止|已|被)+(?:服务|访问|关闭|关停|开放|停用|下线|对外|提供|停机|不可用|不能)"
    r"|(?:暂停|停止|中止)(?:对外)?(?:服务|访问)|期间[^。]{0,10}(?:无法|不能|暂停)(?:正常)?(?:访问|使用|登录|服务|打开)|停机(?:维护|升级|检修)|(?:本站|网站|平台|系统)(?:临时|暂时)(?:关闭|关停)|敬请期待|稍后再(?:试|来|访问)|请稍后(?:再)?(?:访问|重试)|undermaintenance|underconstruction|downfor|comingsoon|bebacksoon|scheduledmaintenance|websiteisclosed",
    re.IGNORECASE,
)
REFUSED = re.compile(
    r"(?:访问|请求|操作|行为|ip(?:地址)?|您)(?:已经|已|疑似|可能)?(?:被)(?:[^。,!]{0,12})?(?:拦截|阻断|阻止|拒绝|禁止|限制|封禁|屏蔽|封锁)"
    r"|触发[^。!]{0,8}(?:策略|规则|防护|拦截)|非法(?:请求|访问)|(?:入侵防护|安全防护|防护系统)[^。!]{0,8}(?:检测|发现|提示)|^(?:入侵防护|安全防护|防护)系统$|^(?:安全)?拦截(?:提示|页面|信息)?$|(?:浏览器)?安全验证中|敏感(?:字符|词)[^。]{0,4}$|(?:安全|浏览器)(?:检查|检测)中|根据访问控制|(?:所在)(?:的)?(?:地区|区域|网络)[^。!]{0,6}(?:无法|不能|禁止)访问|请(?:您)?(?:先)?登录(?:后|再|以|才)|(?:登录|登陆)后(?:才能|方可|可以|再)?(?:查看|访问|浏览)|^请?输入验证码:?$|扫一扫打开"
    r"|(?:已|已经)?被[^。!]{0,24}(?:拦截|阻断)|(?:请求|提交|url)[^。!]{0,10}(?:带有|含有|包含)[^。!]{0,6}(?:不合法|非法|恶意|危险|攻击)|疑似(?:黑客|恶意|攻击|非法|机器)"
    r"|(?:访问|请求|操作|点击|刷新)(?:过于|太|过|次数)(?:频繁|快|过多)|(?:完成|进行|通过|正在)(?:[^。!]{0,6})?(?:安全|人机|滑动|滑块|访问|身份|图形|浏览器)(?:验证|检测|检查|校验)"
    r"|完成[^。!,]{0,6}验证[^。!,]{0,6}(?:继续|访问|即可|后)|^(?:安全|访问|人机|滑动|滑块|身份)(?:验证|检测|校验)$|(?:拖动|按住|滑动)[^。!]{0,6}(?:滑块|拼图)|(?:输入|填写)[^。!]{0,8}验证码(?:[^。!]{0,8}(?:继续|访问))|(?:正在|为您)[^。!]{0,6}(?:检测|检查|验证)[^。!]{0,6}(?:浏览器|访问环境|安全)"
    r"|(?:没有|无)(?:访问)?权(?:限)?(?:访问|查看|浏览)?|(?:拒绝|禁止)(?:您的)?访问|访问(?:被拒绝|受限|受到限制|禁止|异常|验证)|(?:存在|可能)[^。!]{0,8}(?:安全威胁|安全风险|攻击行为)|网站防火墙"
    r"|accessdenied|accesstothispagehasbeendenied|request(?:hasbeen)?(?:blocked|rejected)|youhavebeenblocked|(?:you'?re|youare)(?:a)?(?:human|notarobot|notabot)|checkingyourbrowser|unusualtraffic"
    r"|^justamoment|securitycheck|needtoverify|completethe(?:captcha|securitycheck)|enablejavascriptandcookies|toomanyrequests|^403forbidden|^forbidden|请在微信|在微信客户端|请使用微信|请用微信|仅限(?:内网|校内|本单位|办公网)|内部网络访问|不在允许(?:的)?(?:访问)?(?:范围|列表)",
    re.IGNORECASE,
)
SERVER = re.compile(
    r"^(?:welcometo(?:nginx|openresty|caddy|tengine|centos)|iiswindows|iis\d|internetinformationservices|apache(?:httpserver|2)?[^。]{0,20}(?:default|test)page|itworks|testpagefor|apachetomcat|whitelabelerrorpage"
    r"|index(?:of|列表)/|directorylisting|(?:to)?parentdirectory|目录列表|\[(?:to)?(?:parentdirectory|转到父目录)\]|运行时错误|runtimeerror|servererrorin|“/”应用程序中的服务器错误|“/[^”]*”应用程序中的服务器错误"
    r"|没有找到站点|站点创建成功|恭喜,?站点创建成功|网站(?:未备案|暂未备案)|域名(?:未备案|已过期|出售|到期)|thisdomain(?:is|may)?(?:be)?forsale|phpinfo\(\)|nosuchkey|noinputfilespecified"
    r"|nginxerror|错误页面?$|提示信息$|系统提示$|系统错误|errorpage|error$|(?:http)?(?:status|error)?\d{3}[-–:]?(?:notfound|forbidden|internal|error|unauthorized)|(?:php)?(?:fatalerror|parseerror|warning):|microsoft(?:vbscript|oledb|jet|odbc))"
    r"|(?:java|javax|org|com)\.[\w.]*exception|ora-\d{5}|stacktrace|uncaught(?:error|exception)",
    re.IGNORECASE,
)
WAITING = re.compile(
    r"^(?:正在|数据|页面|内容|拼命|努力|玩命)*(?:加载|载入|读取|跳转|loading)(?:中|数据)?[.…。,!]*(?:请稍[候后等])?[.…。!]*$|^请稍[候后等][.…。!]*$|^pleasewait[.…。!]*$"
    r"|(?:启用|开启|打开|支持|enable)[^。]{0,12}javascript|javascript(?:[^。]{0,30})(?:disabled|enabled|enable|required|未启用|被禁用|不可用)|(?:您的)?浏览器(?:版本)?(?:过低|不支持|太旧)",
    re.IGNORECASE,
)
LOGIN = re.compile(r"登录|登陆|统一身份认证|单点登录|身份认证|^login|signin|logon", re.IGNORECASE)
_GAMBLING = re.compile(
    r"百家乐|北京赛车|pk10|时时彩|六合彩|新葡京|葡京|威尼斯人|娱乐城|真人荷官|澳门(?:银河|金沙|永利|皇冠)|金沙(?:娱乐|集团)|太阳城|博彩|老虎机|棋牌(?:游戏|平台)|bet365|体育投注|亚博|皇冠(?:体育|现金)|凯时|电子游艺|彩票(?:平台|注册)|在线(?:赌场|投注)|捕鱼(?:游戏|达人)|代孕|裸聊|成人(?:视频|影院)|av在线|无码"
)
_AGAINST = re.compile(r"打击|整治|严禁|禁止|违法|举报|赌博|防范|警示|查处|治理|处罚|诈骗|案")
_OFFICIAL = re.compile(
    r"(?:通知|公告|通告|通报|公示|办法|方案|计划|规划|意见|要点|报告|规定|细则|制度|规程|规范|指南|纲要|决定|函|批复|简报|倡议书|公开信|一封信|解读|章程|条例|总结|须知|说明|简章|问答|清单|目录|名单)"
    r"(?:[(（《\[【][^)）\]】]*[)）\]】])?[》”\"]?$"
)


def official(title: str) -> bool:
    """Whether a title (its key) names a kind of official text: 关于…的通知, …管理办法(试行)."""
    return _OFFICIAL.search(title) is not None


def hijacked(text: str) -> list[str]:
    """What of gambling and smut a page advertises; nothing where it speaks against it. Three different ones are no accident."""
    found = list(dict.fromkeys(_GAMBLING.findall(text)))
    return found if len(found) >= 3 and not _AGAINST.search(text) else []
