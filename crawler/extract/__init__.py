"""From one page's tree to its parts: container, paragraphs, tables, attachments, metadata, listing entries."""
