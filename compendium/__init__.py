"""The domain of the compendium: texts of law, their structure, history and time."""
