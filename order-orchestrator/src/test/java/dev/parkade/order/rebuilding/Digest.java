package dev.parkade.order.rebuilding;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Every byte of every row that clients read, as one number for each table.
final class Digest {

  private static final Map<String, String> READ =
      Map.of(
          "order_view", "",
          "order_timeline", "",
          "customer_summary", "",
          // nothing is read of a sum of nothing
          "customer_total", "where amount <> 0");

  private Digest() {}

  static Map<String, String> of(JdbcClient jdbc) {
    Map<String, String> digests = new TreeMap<>();
    READ.forEach(
        (table, where) ->
            digests.put(
                table,
                jdbc.sql(
                        """
                        select count(*) || ' rows, '
                          || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)
                        from projections.%s t %s
                        """
                            .formatted(table, where))
                    .query(String.class)
                    .single()));
    return digests;
  }
}
