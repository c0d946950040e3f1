"""What types, severities and findings are called, and why each type weighs what it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from monitor.letter import Words


def _table(**words: tuple[str, str]) -> Mapping[str, Words]:
    return MappingProxyType({name: Words(*pair) for name, pair in words.items()})


SEVERITY = _table(
    critical=("紧急", "critical"),
    high=("重要", "high"),
    medium=("一般", "medium"),
    low=("提示", "low"),
    none=("仅记录", "recorded only"),
)

KIND = _table(
    validity_changed=("效力变更", "Validity changed"),
    new_document=("新文件", "New document"),
    clause_added=("新增条款", "Clause added"),
    clause_removed=("删除条款", "Clause removed"),
    target_changed=("目标调整", "Target changed"),
    target_added=("新增目标", "Target added"),
    target_removed=("目标删除", "Target removed"),
    deadline_moved=("截止日期变更", "Deadline moved"),
    status_changed=("阶段变更", "Stage changed"),
    table_cell_changed=("指标表变动", "Table value changed"),
    document_withdrawn=("疑似撤稿", "Apparently withdrawn"),
    document_restored=("恢复发布", "Published again"),
    clause_reworded=("表述变化", "Reworded"),
    responsible_changed=("责任单位调整", "Responsible units changed"),
    repost_diff=("转载差异", "Copy differs"),
    repost_missing_clause=("转载缺失条款", "Clause missing from the copy"),
    document_cited=("引用关注文件", "Watched document cited"),
    attachment_replaced=("附件替换", "Attachment replaced"),
    attachment_removed=("附件移除", "Attachment removed"),
    attachment_added=("附件新增", "Attachment added"),
    clause_moved=("条款移动", "Clause moved"),
    clause_split=("条款拆分", "Clause split"),
    clause_merged=("条款合并", "Clauses merged"),
    contact_changed=("联系方式更正", "Contact corrected"),
    metadata_changed=("文件信息变更", "Document details changed"),
    repost_linked=("转载关联", "Copy recognised"),
    clause_renumbered=("序号顺延", "Renumbered"),
    reference_shifted=("引用顺延", "References shifted"),
    typography=("标点调整", "Typography"),
)
"""Change type → what it is called; every type has a name."""

WHY = _table(
    validity_changed=("文件是否有效发生变化", "whether the document is in force changed"),
    new_document=("出现新文件", "a new document appeared"),
    clause_added=("增加了条款", "a clause was added"),
    clause_removed=("有条款被删除", "a clause was removed"),
    target_changed=("量化目标被调整", "a quantified target was changed"),
    target_added=("提出了新的量化目标", "a new quantified target was set"),
    target_removed=("量化目标不再出现", "a quantified target is gone"),
    deadline_moved=("意见反馈截止日期有变", "the deadline for comments moved"),
    status_changed=("文件所处阶段有变", "the stage of the document changed"),
    table_cell_changed=("指标表数值有变", "a value of a table changed"),
    document_withdrawn=("文件可能已被撤下", "the document may have been taken down"),
    document_restored=("撤下的文件重新出现", "a document that was gone is back"),
    clause_reworded=("条款表述有变", "the wording of a clause changed"),
    responsible_changed=("责任单位有变", "the responsible units changed"),
    repost_diff=("转载与原文不一致", "a copy differs from the original"),
    repost_missing_clause=("转载缺少原文条款", "a copy lacks a clause of the original"),
    document_cited=("关注的文件被引用", "a watched document is cited"),
    attachment_replaced=("附件内容被替换", "an attachment has other content"),
    attachment_removed=("附件被移除", "an attachment is gone"),
    attachment_added=("增加了附件", "an attachment was added"),
    clause_moved=("仅结构调整", "only the structure changed"),
    clause_split=("仅结构调整", "only the structure changed"),
    clause_merged=("仅结构调整", "only the structure changed"),
    contact_changed=("仅联系方式有变", "only a contact changed"),
    metadata_changed=("仅文件信息有变", "only details about the document changed"),
    repost_linked=("识别为转载", "recognised as a copy"),
    clause_renumbered=("仅序号变化", "only numbers changed"),
    reference_shifted=("仅引用序号变化", "only numbers of references changed"),
    typography=("仅标点或版式变化", "only punctuation or layout changed"),
)
"""Change type → why it has its severity, in words."""

STRUCTURE = frozenset({"clause_moved", "clause_split", "clause_merged"})
CALL = frozenset({"deadline_moved", "contact_changed"})
ABOUT_TEXT = frozenset(KIND) - {
    "validity_changed",
    "new_document",
    "document_withdrawn",
    "document_restored",
    "document_cited",
    "attachment_replaced",
    "attachment_removed",
    "attachment_added",
    "repost_linked",
}
"""Types that mean: the text itself is another one."""
ABOUT_WORK = frozenset(KIND) - ABOUT_TEXT | {"status_changed", "metadata_changed"}
"""Types that concern the document as a whole, not one clause."""

HEADING = _table(
    clause_moved=("结构调整", "Structure changed"),
    clause_split=("结构调整", "Structure changed"),
    clause_merged=("结构调整", "Structure changed"),
    repost_missing_clause=("转载差异", "Copy differs"),
)
"""What a heading calls some types together."""

VALIDITY = _table(废止=("文件废止", "Document repealed"), 失效=("文件失效", "Document lapsed"))

STRENGTH = _table(up=("力度增强", "stronger"), down=("力度减弱", "weaker"), same=("力度相当", "about as strong"))

DIRECTION = _table(
    up=("目标上调", "raised"),
    down=("目标下调", "lowered"),
    looser=("限额放宽", "limit relaxed"),
    tighter=("限额收紧", "limit tightened"),
    longer=("时限延长", "more time allowed"),
    shorter=("时限缩短", "less time allowed"),
    ceilingup=("金额上限提高", "ceiling raised"),
    ceilingdown=("金额上限降低", "ceiling lowered"),
    floorup=("金额下限提高", "floor raised"),
    floordown=("金额下限降低", "floor lowered"),
    later=("时限推迟", "put off"),
    sooner=("时限提前", "brought forward"),
)
"""Which way a target went."""

CONTACT = _table(
    fax=("传真号码", "fax number"),
    email=("电子邮箱", "e-mail address"),
    phone=("电话", "telephone number"),
    post=("通信地址", "postal address"),
    web=("网址", "web address"),
)
FIELD = _table(
    title=("标题", "title"),
    document_number=("文号", "document number"),
    index_number=("索引号", "index number"),
    publisher=("发布机构", "publisher"),
    history=("历次修改记载", "record of amendments"),
)

FINDING = _table(
    table_contradicts_text=("表文不一致", "the table and the text contradict each other"),
    contents_differ_from_body=("目录与正文不一致", "the table of contents differs from the body"),
    silent_edit=("疑似静默修改", "apparently edited without a new date"),
    weaker_than_draft=("低于征求意见稿", "weaker than the draft"),
    weaker_than_parent=("低于上位文件", "weaker than the plan above it"),
    numbers_differ=("文号不一致", "two pages of one work give it two numbers"),
    attachment_without_link=("附件缺少链接", "an attachment has no link"),
    attachment_unread=("附件未读取", "an attachment was not read"),
    attachment_failed=("附件未取得", "an attachment did not arrive"),
    parts_unread=("正文未全部读取", "not all of the text was read"),
    injected_tags=("页面疑似被篡改", "the page may have been tampered with"),
    coarse_comparison=("仅作粗略比较", "compared only coarsely"),
    earlier_text=("文字改回", "the text is an earlier one again"),
)
"""Finding type → what it is called."""

ADVICE = _table(
    table_contradicts_text=(
        "疑为只改了其中一处,建议电话核实",
        "possibly only one of them was edited; please ask the office",
    ),
    contents_differ_from_body=("以正文为准", "the body is what counts"),
    silent_edit=("正文已改而发布日期未更新", "the text changed, the published date did not"),
    weaker_than_draft=("请核实是否有意下调", "please check whether that was meant"),
    weaker_than_parent=("请核实是否有意下调", "please check whether that was meant"),
    numbers_differ=("请核实以哪一个为准", "please ask which one counts"),
    attachment_without_link=("附件可能尚未上传", "it may not have been uploaded yet"),
    attachment_unread=("请打开原件查看", "please open the file itself"),
    attachment_failed=("下次检查会再取", "the next check asks for it again"),
    parts_unread=("其余各页请打开原文查看", "please open the other pages themselves"),
    injected_tags=("内容以原站核实为准", "please verify the content at the office"),
    coarse_comparison=("文本过长,请自行核对", "the text is very long; please look for yourself"),
    earlier_text=(
        "可能是撤回修改,也可能是网站的两台服务器不一致",
        "an edit taken back, or two servers that do not agree",
    ),
)
"""Finding type → what to make of it."""
