"""RÉSAL: training sessions, registrations, takeaways and calendars for a network of youth workers.

The map (a layer knows only those below it):

    cli                      the `resal` command
    app                      create_app(): puts the application together
    web | delivery           HTTP, and the worker that sends letters; they do not know each other
    actions                  VERBS: one public function = one intention = one transaction
    queries | letters        READS that cross nouns; letters composed, not sent
    calendars                records to bytes; pure
    db                       the database handle, transactions, `hold`
    models                   NOUNS: tables and the questions they answer
    settings | clock | language | tokens   what everything else stands on
"""

__version__ = "0.1.0"
