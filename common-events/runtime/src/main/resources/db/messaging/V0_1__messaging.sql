-- The tables of the messaging runtime. Every service has its own copy in its own database.

-- Insert-only; the relay reads it from the write-ahead log, never by query, and prunes it by age.
create table outbox (
  -- the row's own number, not the message id: a command that is sent again keeps its message id
  seq         bigint generated always as identity primary key,
  topic       text not null,
  message_key text not null,
  headers     text not null,
  payload     text not null,
  created_at  timestamptz not null default clock_timestamp()
);
create index outbox_created_at on outbox (created_at);

create publication parkade_outbox for table outbox with (publish = 'insert');

-- Where a consumer group stands, moved in the same transaction as the effects of what it consumed.
create table consumer_position (
  consumer_group text not null,
  topic          text not null,
  partition      int not null,
  next_offset    bigint not null,
  updated_at     timestamptz not null default now(),
  primary key (consumer_group, topic, partition)
);
