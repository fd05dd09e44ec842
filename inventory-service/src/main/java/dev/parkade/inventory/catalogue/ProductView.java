package dev.parkade.inventory.catalogue;

import dev.parkade.messages.id.Sku;
import dev.parkade.messages.money.Money;

/// A product as REST shows it.
///
/// @param available units that can be set aside
/// @param held units that are set aside for orders
/// @param sold units that were sold
record ProductView(Sku sku, String name, Money price, long available, long held, long sold) {}
