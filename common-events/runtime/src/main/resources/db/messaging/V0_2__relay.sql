-- What the relay knows about its replication slot: one row, written by the leader only.
create table relay_state (
  only_row        boolean primary key default true check (only_row),
  slot_name       text not null,
  -- how often a slot was created for this database
  epoch           int not null,
  slot_created_at timestamptz not null,
  -- set while rows that no slot covers still have to be published from the table: those after this seq
  republish_after bigint,
  -- noted before the slot may confirm it: a slot that stands beyond was recreated or moved by other hands
  confirmed_lsn   pg_lsn not null default '0/0',
  -- the newest canary row that came back: whatever was committed before it has reached Kafka
  confirmed_seq   bigint not null default 0,
  confirmed_at    timestamptz
);

-- what Kafka gets; the rest of a row is not worth decoding
alter publication parkade_outbox set table outbox (seq, topic, message_key, headers, payload);
