create table customer (
  -- the client may choose it; byte order, so that pages by key cost an index range
  id         text collate "C" primary key,
  name       text not null check (length(name) between 1 and 200),
  email      text not null check (length(email) between 3 and 254),
  status     text not null check (status in ('ACTIVE', 'INACTIVE')),
  -- the ETag of REST and the version in the events: one more with each change
  version    bigint not null check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
