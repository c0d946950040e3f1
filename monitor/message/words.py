"""What types and severities are called."""

from __future__ import annotations

from types import MappingProxyType

SEVERITY_ZH = MappingProxyType({"critical": "紧急", "high": "重要", "medium": "一般", "low": "提示", "none": "仅记录"})

TYPE_ZH = MappingProxyType(
    {
        "validity_changed": "效力变更",
        "new_document": "新文件",
        "clause_added": "新增条款",
        "clause_removed": "删除条款",
        "target_changed": "目标调整",
        "target_added": "新增目标",
        "target_removed": "目标删除",
        "deadline_moved": "截止日期变更",
        "status_changed": "阶段变更",
        "table_cell_changed": "指标表变动",
        "document_withdrawn": "疑似撤稿",
        "document_restored": "恢复发布",
        "clause_reworded": "表述变化",
        "responsible_changed": "责任单位调整",
        "repost_diff": "转载差异",
        "repost_missing_clause": "转载缺失条款",
        "document_cited": "引用关注文件",
        "attachment_replaced": "附件替换",
        "attachment_removed": "附件移除",
        "attachment_added": "附件新增",
        "clause_moved": "条款移动",
        "clause_split": "条款拆分",
        "clause_merged": "条款合并",
        "contact_changed": "联系方式变更",
        "metadata_changed": "文件信息变更",
        "repost_linked": "转载关联",
        "clause_renumbered": "序号顺延",
        "reference_shifted": "引用顺延",
        "typography": "标点调整",
    }
)

STRENGTH_ZH = MappingProxyType({"up": "力度增强", "down": "力度减弱", "same": ""})
STRENGTH_EN = MappingProxyType({"up": "stronger", "down": "weaker", "same": ""})
CONTACT_ZH = MappingProxyType({"fax": "传真", "email": "电子邮箱", "phone": "电话", "post": "通信地址", "web": "网址"})
FIELD_ZH = MappingProxyType(
    {"title": "标题", "document_number": "文号", "index_number": "索引号", "publisher": "发布机构"}
)


def type_en(kind: str) -> str:
    """`target_changed` as an English reader would say it: Target changed."""
    return kind.replace("_", " ").capitalize()
