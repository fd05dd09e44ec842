-- The query side: tables that are functions of saga_history, written in its transactions. They are
-- created here, at every start, if they are missing. They then hold what is appended from there on:
-- nothing builds them from older history yet.

-- whoever creates or switches a generation, does it alone
select pg_advisory_xact_lock(hashtext('parkade projections'));

-- a generation with a table missing is none
do $$
begin
  if to_regclass('${projections}.generation') is null
    or to_regclass('${projections}.order_view') is null
    or to_regclass('${projections}.order_timeline') is null
    or to_regclass('${projections}.customer_summary') is null
    or to_regclass('${projections}.customer_total') is null
  then
    drop schema if exists ${projections} cascade;
  end if;
end $$;

create schema if not exists ${projections};

create table if not exists ${projections}.generation (
  only_row boolean primary key default true check (only_row),
  -- whether it follows from the whole history, and not only from what was appended since it exists
  complete boolean not null,
  begun_at timestamptz not null default now(),
  -- when it took the place of the one before
  built_at timestamptz
);
insert into ${projections}.generation (complete)
select not exists (select from saga_history)
on conflict do nothing;

-- an order as clients see it
create table if not exists ${projections}.order_view (
  order_id       uuid primary key,
  customer_id    text not null,
  status         text not null,
  reason         text,
  lines          jsonb not null,
  total_amount   bigint,
  total_currency text,
  version        bigint not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null
) with (fillfactor = 60); -- each is written four times
create index if not exists order_view_of_customer
  on ${projections}.order_view (customer_id, order_id);

-- what people read of an order's history
create table if not exists ${projections}.order_timeline (
  order_id     uuid not null,
  seq          int not null,
  at           timestamptz not null,
  kind         text not null,
  message_type text,
  message_id   uuid,
  detail       text not null,
  state        text not null,
  who          text,
  why          text,
  primary key (order_id, seq)
);

-- the orders of a customer, counted in slices, so that orders of one customer that happen at the
-- same time do not all wait for one row
create table if not exists ${projections}.customer_summary (
  customer_id     text not null,
  slice           smallint not null,
  pending         bigint not null,
  confirmed       bigint not null,
  cancelled       bigint not null,
  needs_attention bigint not null,
  first_order_at  timestamptz not null,
  last_order_at   timestamptz not null,
  primary key (customer_id, slice)
) with (fillfactor = 60);

-- what the confirmed orders of a customer cost together; numeric, as no sum may overflow
create table if not exists ${projections}.customer_total (
  customer_id text not null,
  slice       smallint not null,
  currency    text not null,
  amount      numeric not null,
  primary key (customer_id, slice, currency)
) with (fillfactor = 60);
