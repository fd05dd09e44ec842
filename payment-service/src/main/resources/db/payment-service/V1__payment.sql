-- The customers that payment-service knows: its own copy, made from customer.events.
create table customer (
  customer_id text primary key,
  name        text not null,
  email       text not null,
  status      text not null check (status in ('ACTIVE', 'INACTIVE')),
  version     bigint not null,
  stored_at   timestamptz not null default clock_timestamp()
);

-- One row per order, which is also its fence: it decides what a command may still do.
create table payment (
  order_id              uuid primary key,
  payment_id            uuid not null unique,
  -- no foreign key: a refund that comes before its charge must not need the customer
  customer_id           text not null,
  command_id            uuid not null,
  -- null if the order was voided before any charge was seen
  amount                bigint check (amount >= 0),
  currency              text,
  status                text not null check (status in ('CHARGED', 'REFUSED', 'REFUNDED', 'VOIDED')),
  refusal               text,
  detail                text,
  provider_reference    text,
  -- where the deciding command stood in payment.commands: a customer's charges are decided in this order
  command_partition     int not null,
  command_offset        bigint not null,
  -- the order of decisions
  seq                   bigint generated always as identity,
  -- for a payment that waited: when its customer was stored
  customer_committed_at timestamptz(6),
  charged_at            timestamptz(6),
  refunded_at           timestamptz(6),
  created_at            timestamptz(6) not null default clock_timestamp(),
  check ((amount is null) = (currency is null)),
  check (status in ('VOIDED') or amount is not null)
);
create index payment_customer on payment (customer_id, seq);
