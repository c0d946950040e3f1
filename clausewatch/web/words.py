"""The Chinese words of the pages: what kinds of changes and severities are called."""

from types import MappingProxyType

TYPES = MappingProxyType(
    {
        "validity_changed": "有效性变更",
        "new_document": "新文件",
        "clause_added": "新增条款",
        "clause_removed": "删除条款",
        "target_changed": "目标调整",
        "target_added": "新增目标",
        "target_removed": "删除目标",
        "deadline_moved": "截止日期变更",
        "status_changed": "状态变更",
        "table_cell_changed": "表格变更",
        "document_withdrawn": "文件撤下",
        "document_restored": "文件恢复",
        "clause_reworded": "表述变化",
        "responsible_changed": "责任单位调整",
        "repost_diff": "转载差异",
        "repost_missing_clause": "转载缺条款",
        "document_cited": "文件被引用",
        "attachment_replaced": "附件替换",
        "attachment_removed": "附件删除",
        "clause_moved": "条款移动",
        "clause_split": "条款拆分",
        "clause_merged": "条款合并",
        "contact_changed": "联系方式变更",
        "metadata_changed": "信息项变更",
        "attachment_added": "新增附件",
        "repost_linked": "转载关联",
        "clause_renumbered": "条款顺延",
        "reference_shifted": "引用顺延",
        "typography": "格式变化",
    }
)
"""Change type → what readers call it; every type of `monitor.severity.SEVERITY` is here."""

SEVERITIES = MappingProxyType({"critical": "紧急", "high": "重要", "medium": "一般", "low": "次要", "none": "记录"})
