"""From files as people have them to drafts of acts."""
