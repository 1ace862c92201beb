"""The sentences of what the command line refuses."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "demo_beside_others": _(
        "This data folder holds another workplace (%(name)s). Give the demo a folder of its own: ETABLI_HOME=… etabli demo"
    ),
    "field_key_lost": _(
        "A text can no longer be opened (%(detail)s): its key is not in keys/field-keys. Put back the keys of a backup."
    ),
    "keys_still_needed": _(
        "%(count)s texts can be opened by no key here: no key is taken out before the missing one is back."
    ),
    "schema_older": _(
        "The database was made by an older version of Établi (%(count)s changes to make). Make a backup, then run:"
        " etabli migrate"
    ),
    "upgrade_running": _("Another command is bringing the database up to date."),
    "server_running": _(
        "Établi is being served from this data folder. Stop it first (etabli serve), then begin again."
    ),
    "restore_running": _("A backup is being restored into this data folder."),
    "database_absent": _("There is no database yet at %(path)s: there is nothing to back up."),
    "database_in_use": _("Something else is using the database. Stop it first, then begin again."),
    "pg_tools_missing": _(
        "%(tool)s was not found. Install the client tools of PostgreSQL (on Debian: postgresql-client), or name their"
        " folder in ETABLI_PG_BIN."
    ),
    "pg_tools_older": _(
        "%(tool)s is of version %(found)s and the server of version %(server)s: the tools must not be older. Name the"
        " folder of newer ones in ETABLI_PG_BIN."
    ),
    "pg_tools_failed": _("%(tool)s failed: %(detail)s"),
    "backup_folder_absent": _("The folder %(path)s does not exist."),
    "backup_is_folder": _("%(path)s is a folder: name the file to write."),
    "backup_not_written": _("%(path)s could not be written: %(detail)s"),
    "backup_absent": _("The file %(path)s does not exist."),
    "backup_unreadable": _("%(path)s is not a backup of Établi, or is cut short: %(detail)s"),
    "backup_damaged": _("This backup is damaged (%(detail)s). Nothing was changed."),
    "backup_format_unknown": _("This backup has a format that this version of Établi does not know (%(format)s)."),
    "backup_other_engine": _(
        "This backup is of a %(found)s database, and this data folder uses %(here)s. Set ETABLI_DATABASE_URL accordingly."
    ),
    "backup_newer": _(
        "This backup was made by a newer version of Établi (%(version)s), whose tables this one does not know"
        " (%(detail)s). Install that version first."
    ),
    "restore_unconfirmed": _("Nothing is restored: the present data stay as they are."),
    "address_not_https": _(
        "ETABLI_ADDRESS is %(address)s: plain http is for this machine alone (localhost). Set ETABLI_ADDRESS to the"
        " https:// address that people use."
    ),
    "plain_http": _(
        "On %(host)s others would read what passes: plain http is for this machine alone. Serve on 127.0.0.1 behind a"
        " proxy that speaks https (ETABLI_ADDRESS=https://…, ETABLI_BEHIND_PROXY=1), or give --certificate and --key, or"
        " --tls-self-signed."
    ),
    "certificate_incomplete": _("A certificate needs its key: give both --certificate and --key."),
    "certificate_absent": _("%(path)s does not exist."),
    "tls_twice": _("Give --certificate and --key, or --tls-self-signed, not both."),
    "waitress_has_no_tls": _("The server waitress does not speak https. Use --server granian."),
    "server_absent": _("The server %(name)s is not installed."),
    "debug_is_on": _("Établi is never served with DEBUG."),
    "port_in_use": _("Port %(port)s of %(host)s is taken. Give another one with --port."),
    "demo_port_in_use": _(
        "Port %(port)s is taken by another program. Take another one: make demo PORT=%(other)s, or etabli demo --port"
        " %(other)s."
    ),
}
