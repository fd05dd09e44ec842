-- The query side: tables that are functions of saga_history, written in its transactions. Whatever
-- of it is missing is created here, empty: at every start and by every rebuild. What is there is not
-- touched, nor locked. A table that is to look different is dropped by a migration.

-- whoever creates does it alone
select pg_advisory_xact_lock(hashtext('parkade projections'));

create schema if not exists projections;

do $$
declare
  created boolean := false;
begin
  if to_regclass('projections.generation') is null then
    create table projections.generation (
      only_row boolean primary key default true check (only_row),
      -- whether it follows from the whole history, and not only from what was appended since it
      -- exists
      complete boolean not null,
      begun_at timestamptz not null default now(),
      -- when it was last rebuilt
      built_at timestamptz
    );
  end if;

  -- an order as clients see it
  if to_regclass('projections.order_view') is null then
    created := true;
    create table projections.order_view (
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
    create index order_view_of_customer on projections.order_view (customer_id, order_id);
  end if;

  -- what people read of an order's history
  if to_regclass('projections.order_timeline') is null then
    created := true;
    create table projections.order_timeline (
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
  end if;

  -- the orders of a customer, counted in slices, so that orders of one customer that happen at the
  -- same time do not all wait for one row
  if to_regclass('projections.customer_summary') is null then
    created := true;
    create table projections.customer_summary (
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
  end if;

  -- what the confirmed orders of a customer cost together; numeric, as no sum may overflow
  if to_regclass('projections.customer_total') is null then
    created := true;
    create table projections.customer_total (
      customer_id text not null,
      slice       smallint not null,
      currency    text not null,
      amount      numeric not null,
      primary key (customer_id, slice, currency)
    ) with (fillfactor = 60);
  end if;

  insert into projections.generation (complete)
  select not exists (select from saga_history)
  on conflict do nothing;
  if created and exists (select from saga_history) then
    update projections.generation set complete = false;
  end if;
end $$;
