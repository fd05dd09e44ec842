-- The row of an order is its fence: whatever comes again, or too late, meets it.
create table shipment (
  order_id   uuid primary key,
  status     text not null check (status in ('BOOKED', 'REFUSED', 'CANCELLED')),
  units      bigint not null,
  -- null unless a parcel was booked
  tracking   text,
  updated_at timestamptz not null,
  check (status <> 'BOOKED' or tracking is not null)
);
