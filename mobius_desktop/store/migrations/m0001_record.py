"""The record: events with their hash chain, the bodies they name, what is set up, and the derived tables.

Amount columns have no type on purpose: minor units are integers, what is no whole number of them is text.
"""

from __future__ import annotations

import sqlite3

_PRIMARY = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  bodies TEXT NOT NULL,
  previous BLOB NOT NULL,
  hash BLOB NOT NULL
);
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_is_not_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;

CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  bytes BLOB NOT NULL
);
CREATE TRIGGER body_is_not_changed BEFORE UPDATE ON body
BEGIN SELECT RAISE(ABORT, 'a body may be trimmed but not changed'); END;

CREATE TABLE company (
  realm TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  is_default INTEGER NOT NULL,
  setup TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE connectwise_setup (id INTEGER PRIMARY KEY CHECK (id = 1), setup TEXT NOT NULL);

CREATE TABLE cached_list (
  name TEXT PRIMARY KEY,
  read_at TEXT NOT NULL,
  summary TEXT NOT NULL,
  content BLOB NOT NULL
);
"""

_BATCHES = """
CREATE TABLE batch (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  realm TEXT NOT NULL,
  company_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  location TEXT NOT NULL,
  summary TEXT NOT NULL,
  through TEXT,
  options TEXT NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL DEFAULT '',
  user TEXT NOT NULL,
  machine TEXT NOT NULL,
  version TEXT NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT
);
CREATE INDEX batch_by_state ON batch (state, number);
CREATE INDEX batch_by_realm ON batch (realm, number);

CREATE TABLE batch_figures (
  batch INTEGER PRIMARY KEY REFERENCES batch (number),
  currency TEXT NOT NULL DEFAULT '',
  invoices INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  needs_check INTEGER NOT NULL DEFAULT 0,
  total NOT NULL DEFAULT 0,
  sent_total NOT NULL DEFAULT 0
);

CREATE TABLE batch_invoice (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch (number),
  billing_log_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  customer TEXT NOT NULL,
  account_id TEXT NOT NULL,
  invoice_type TEXT NOT NULL,
  date TEXT NOT NULL,
  due_date TEXT,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL DEFAULT '',
  finding_code TEXT NOT NULL DEFAULT '',
  marked INTEGER NOT NULL DEFAULT 0,
  connectwise_total NOT NULL,
  connectwise_tax NOT NULL,
  quickbooks_total,
  quickbooks_tax,
  document_kind TEXT,
  document_id TEXT,
  changed_at TEXT,
  canonical_hash TEXT NOT NULL,
  series INTEGER NOT NULL,
  planned_seq INTEGER NOT NULL,
  UNIQUE (batch, billing_log_id)
);
CREATE INDEX batch_invoice_by_invoice ON batch_invoice (billing_log_id, id);
CREATE INDEX batch_invoice_by_number ON batch_invoice (number, id);

CREATE TABLE action (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  batch INTEGER NOT NULL REFERENCES batch (number),
  section TEXT NOT NULL,
  subject TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  message TEXT NOT NULL,
  changed_at TEXT
);
CREATE INDEX action_open ON action (batch) WHERE state IN ('Running', 'Checking');

CREATE TABLE attempt (
  action TEXT NOT NULL REFERENCES action (id),
  sequence INTEGER NOT NULL,
  prepared TEXT NOT NULL,
  request_body TEXT NOT NULL,
  request_id TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  answered_at TEXT,
  status INTEGER NOT NULL DEFAULT 0,
  answer_kind TEXT NOT NULL DEFAULT '',
  answer_body TEXT NOT NULL DEFAULT '',
  tid TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (action, sequence)
) WITHOUT ROWID;
CREATE INDEX attempt_by_request ON attempt (request_id) WHERE request_id <> '';
CREATE INDEX attempt_by_tid ON attempt (tid) WHERE tid <> '';

CREATE TABLE finding (
  batch INTEGER NOT NULL,
  billing_log_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  finding TEXT NOT NULL,
  PRIMARY KEY (batch, billing_log_id, position)
) WITHOUT ROWID;

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL REFERENCES batch (number),
  at TEXT NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL
);
"""

_FACTS = """
CREATE TABLE document (
  realm TEXT NOT NULL,
  billing_log_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  quickbooks_id TEXT NOT NULL,
  number TEXT NOT NULL,
  currency TEXT NOT NULL,
  total NOT NULL,
  sync_token TEXT NOT NULL,
  series INTEGER NOT NULL,
  life TEXT NOT NULL,
  batch INTEGER,
  first_seen_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  PRIMARY KEY (billing_log_id, realm, kind, quickbooks_id)
) WITHOUT ROWID;

CREATE TABLE series (
  realm TEXT NOT NULL,
  entity TEXT NOT NULL,
  billing_log_id INTEGER NOT NULL,
  series INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (billing_log_id, realm, entity)
) WITHOUT ROWID;

CREATE TABLE mark (
  billing_log_id INTEGER NOT NULL,
  identifier TEXT NOT NULL,
  connectwise_batch INTEGER,
  sent INTEGER NOT NULL,
  batch INTEGER,
  at TEXT NOT NULL,
  PRIMARY KEY (billing_log_id, identifier)
) WITHOUT ROWID;

CREATE TABLE noted (
  billing_log_id INTEGER PRIMARY KEY,
  batch INTEGER NOT NULL,
  number TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE created_record (
  realm TEXT NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  quickbooks_id TEXT NOT NULL,
  batch INTEGER,
  at TEXT NOT NULL,
  PRIMARY KEY (realm, kind, key)
) WITHOUT ROWID;
CREATE INDEX created_record_by_batch ON created_record (batch);

CREATE TABLE tax_proof (
  realm TEXT PRIMARY KEY,
  billing_log_id INTEGER NOT NULL,
  at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE judgement (
  id INTEGER PRIMARY KEY,
  billing_log_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  value TEXT NOT NULL,
  user TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX judgement_by_invoice ON judgement (billing_log_id, id);

CREATE TABLE hold (
  billing_log_id INTEGER PRIMARY KEY,
  reason TEXT NOT NULL,
  until TEXT,
  user TEXT NOT NULL,
  at TEXT NOT NULL
);

CREATE TABLE link (
  realm TEXT NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  quickbooks_id TEXT NOT NULL,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (realm, kind, key)
) WITHOUT ROWID;

CREATE TABLE option (
  realm TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (realm, name)
) WITHOUT ROWID;
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Create the tables, within the caller's transaction."""
    for script in (_PRIMARY, _BATCHES, _FACTS):
        statement = ""
        for line in script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                connection.execute(statement)
                statement = ""
