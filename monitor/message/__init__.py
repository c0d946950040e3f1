"""What people are told: a letter about a document or a site, and its plain text. Nothing in it is a template or markup.

`changed`, `new_document` and `baseline` write the letter (`monitor.letter`); `plain` shows it as text, and
`notifiers.render` in other forms.
"""

from monitor.message.arrival import baseline, new_document
from monitor.message.incidents import incident
from monitor.message.plain import plain
from monitor.message.revision import changed
from monitor.message.subject import Subject, between

__all__ = ["Subject", "baseline", "between", "changed", "incident", "new_document", "plain"]
