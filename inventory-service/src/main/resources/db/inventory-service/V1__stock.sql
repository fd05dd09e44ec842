create table product (
  -- byte order: rows are locked in it, and pages are walked in it
  sku          text collate "C" primary key,
  name         text not null check (length(name) between 1 and 200),
  price_amount bigint not null check (price_amount >= 0),
  currency     text not null check (currency ~ '^[A-Z]{3}$'),
  available    bigint not null check (available >= 0),
  held         bigint not null default 0 check (held >= 0),
  sold         bigint not null default 0 check (sold >= 0),
  -- every unit that was ever put in: whatever happens to a unit, it stays accounted for
  supplied     bigint not null,
  version      bigint not null,
  updated_at   timestamptz not null,
  constraint every_unit_is_somewhere check (supplied = available + held + sold)
)
-- counters change with every poll: room for the new row version on the same page
with (fillfactor = 60);

create table hold (
  order_id     uuid primary key,
  status       text not null
               check (status in ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'REFUSED')),
  -- [{"sku", "quantity", "unitPrice": {"amount", "currency"}}]; no price where it was refused
  lines        jsonb not null,
  refusal      text,
  detail       text,
  total_amount bigint,
  currency     text,
  expires_at   timestamptz,
  updated_at   timestamptz not null,
  check (status <> 'HELD' or expires_at is not null),
  check (status <> 'REFUSED' or (refusal is not null and detail is not null))
)
with (fillfactor = 70);

create index hold_due on hold (expires_at) where status = 'HELD';
