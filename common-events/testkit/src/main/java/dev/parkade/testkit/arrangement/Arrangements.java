package dev.parkade.testkit.arrangement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Every order in which things can come, for tests that leave none out.
public final class Arrangements {

  private Arrangements() {}

  /// All distinct arrangements of these things, in a fixed order; equal ones are interchangeable.
  public static <T extends Comparable<T>> List<List<T>> of(List<T> things) {
    List<T> next = new ArrayList<>(things);
    Collections.sort(next);
    List<List<T>> all = new ArrayList<>();
    do {
      all.add(List.copyOf(next));
    } while (advance(next));
    return all;
  }

  /// To the next arrangement in lexicographical order; false after the last one.
  private static <T extends Comparable<T>> boolean advance(List<T> things) {
    int pivot = things.size() - 2;
    while (pivot >= 0 && things.get(pivot).compareTo(things.get(pivot + 1)) >= 0) {
      pivot--;
    }
    if (pivot < 0) {
      return false;
    }
    int larger = things.size() - 1;
    while (things.get(larger).compareTo(things.get(pivot)) <= 0) {
      larger--;
    }
    Collections.swap(things, pivot, larger);
    Collections.reverse(things.subList(pivot + 1, things.size()));
    return true;
  }
}
