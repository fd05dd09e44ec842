-- An order and its saga: one row, so that the view of an order never disagrees with its saga.
create table orders (
  id             uuid primary key,
  customer_id    text not null,
  status         text not null
    check (status in ('PENDING', 'CONFIRMED', 'CANCELLED', 'NEEDS_ATTENTION')),
  reason         text,
  -- [{"sku", "quantity", "unitPrice": {"amount", "currency"}}], the prices once they are known
  lines          jsonb not null,
  total_amount   bigint,
  total_currency text,
  state          text not null,
  -- the version of the saga's definition that this order began with and ends with
  definition     int not null,
  waiting        boolean not null,
  -- steps that were given up without an answer, separated by commas
  stuck          text not null,
  -- why it is cancelled, also while a person must look at something else
  undone_for     text,
  -- {"RESERVE_STOCK": id, ...}: a command that is sent again keeps its id
  command_ids    jsonb not null,
  -- the last answers that were taken into account
  reserved_by    uuid,
  charged_by     uuid,
  -- how often the awaited command was sent, and when that is overdue
  attempt        int not null,
  due_at         timestamptz,
  -- when the whole saga is overdue, unless the money is taken by then
  deadline_at    timestamptz not null,
  history_length int not null,
  traceparent    text not null,
  version        bigint not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null
);
create index orders_of_customer on orders (customer_id, id);
create index orders_by_status on orders (status, id);
create index orders_due on orders (due_at) where due_at is not null;
create index orders_open on orders (created_at) where status = 'PENDING';

-- Everything that came in and went out for an order, with its time. Append-only.
create table saga_history (
  order_id     uuid not null,
  seq          int not null,
  at           timestamptz not null,
  kind         text not null,
  message_type text,
  message_id   uuid,
  detail       text not null,
  state        text not null,
  primary key (order_id, seq)
);

-- What was answered to a request with this key, so that it is answered the same way again.
create table idempotency_key (
  scope       text not null,
  key         text not null,
  -- SHA-256 of the request's meaning
  fingerprint bytea not null,
  order_id    uuid not null,
  status      int not null,
  body        text not null,
  created_at  timestamptz not null,
  primary key (scope, key)
);
create index idempotency_key_created_at on idempotency_key (created_at);
