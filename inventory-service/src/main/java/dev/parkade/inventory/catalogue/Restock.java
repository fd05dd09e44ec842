package dev.parkade.inventory.catalogue;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/// So many more units.
record Restock(@NotNull @Min(1) @Max(Products.MAX_UNITS) Long quantity) {}
