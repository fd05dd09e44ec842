/// What operators see of sagas, and do to those that do not get on by themselves.
@NullMarked
package dev.parkade.order.operators;

import org.jspecify.annotations.NullMarked;
