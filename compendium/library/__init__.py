"""A corpus as a whole: its settings, the facts of every act, its catalog, its past, the tables staff keep."""
