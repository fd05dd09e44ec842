package dev.parkade.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parkade.testkit.environment.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class PipelineIT {

  private final List<String> sent = new ArrayList<>();
  private JdbcTemplate jdbc;
  private TransactionTemplate transactions;

  @BeforeEach
  void aTable() {
    var database = Environment.freshDatabase("pipeline");
    var direct =
        new DriverManagerDataSource(database.jdbcUrl(), database.username(), database.password());
    new JdbcTemplate(direct).execute("create table word (n int primary key, text text)");
    var counted =
        ProxyDataSourceBuilder.create(direct)
            .afterQuery((execution, queries) -> queries.forEach(q -> sent.add(q.getQuery())))
            .build();
    jdbc = new JdbcTemplate(counted);
    transactions = new TransactionTemplate(new DataSourceTransactionManager(counted));
  }

  @Test
  void allStatementsTravelTogetherAndEachGetsItsOwnAnswer() {
    List<Object> answers = new ArrayList<>();

    inTransaction(
        pipeline -> {
          add(pipeline, new Integer[] {1, 2}, new String[] {"a", "b"}, answers);
          pipeline.query(
              "select text from word where n = any(?::int[]) order by n",
              row -> answers.add(row.getString(1)),
              rows -> answers.add(rows + " rows"),
              (Object) new Integer[] {1, 2});
          pipeline.update("delete from word where n > ?", n -> answers.add(n + " gone"), 1);
        });

    // the second statement saw the effect of the first, the third that of both
    assertThat(answers).containsExactly("2 added", "a", "b", "2 rows", "1 gone");
    assertThat(sent).hasSize(1);
    assertThat(words()).containsExactly("a");
  }

  @Test
  void aQueryWithoutRowsAndAnUpdateWithoutRowsAreToldSo() {
    List<Object> answers = new ArrayList<>();

    inTransaction(
        pipeline -> {
          pipeline.query(
              "update word set text = ? where n = ? returning n",
              row -> answers.add(row.getInt(1)),
              rows -> answers.add(rows + " rows"),
              "new",
              7);
          pipeline.update("delete from word", n -> answers.add(n + " gone"));
        });

    assertThat(answers).containsExactly("0 rows", "0 gone");
  }

  @Test
  void aCheckThatThrowsTakesEverythingBack() {
    Consumer<Pipeline> work =
        pipeline -> {
          add(pipeline, new Integer[] {1}, new String[] {"a"}, new ArrayList<>());
          pipeline.update(
              "delete from word where n = ?",
              gone -> {
                throw new IllegalStateException(gone + " gone, 1 expected");
              },
              99);
          add(pipeline, new Integer[] {2}, new String[] {"b"}, new ArrayList<>());
        };

    assertThatThrownBy(() -> inTransaction(work)).hasMessage("0 gone, 1 expected");

    assertThat(words()).isEmpty();
    // and the connection is as good as before
    inTransaction(p -> add(p, new Integer[] {3}, new String[] {"c"}, new ArrayList<>()));
    assertThat(words()).containsExactly("c");
  }

  @Test
  void aStatementThatFailsStopsTheLaterOnesAndIsTranslated() {
    List<Object> answers = new ArrayList<>();

    assertThatThrownBy(
            () ->
                inTransaction(
                    pipeline -> {
                      add(pipeline, new Integer[] {1}, new String[] {"a"}, answers);
                      add(pipeline, new Integer[] {1}, new String[] {"again"}, answers);
                      add(pipeline, new Integer[] {2}, new String[] {"b"}, answers);
                    }))
        .isInstanceOf(DataIntegrityViolationException.class);

    assertThat(words()).isEmpty();
  }

  @Test
  void anEmptyPipelineAsksNobody() {
    inTransaction(pipeline -> assertThat(pipeline.isEmpty()).isTrue());

    assertThat(sent).isEmpty();
  }

  @Test
  void theSameStatementsAreServedManyTimesFromTheDriversCache() {
    // more than five times: from then on the driver prepares them on the server
    for (int i = 0; i < 20; i++) {
      int n = i;
      List<Object> answers = new ArrayList<>();
      inTransaction(
          pipeline -> {
            add(pipeline, new Integer[] {n}, new String[] {"w" + n}, answers);
            pipeline.query(
                "select count(*) from word",
                row -> answers.add(row.getInt(1)),
                rows -> answers.add(rows + " rows"));
          });
      assertThat(answers).containsExactly("1 added", n + 1, "1 rows");
    }
  }

  private void inTransaction(Consumer<Pipeline> work) {
    transactions.executeWithoutResult(
        status -> {
          Pipeline pipeline = new Pipeline();
          work.accept(pipeline);
          pipeline.run(jdbc);
        });
  }

  private static void add(Pipeline pipeline, Integer[] ns, String[] texts, List<Object> answers) {
    pipeline.update(
        "insert into word select * from unnest(?::int[], ?::text[])",
        n -> answers.add(n + " added"),
        ns,
        texts);
  }

  private List<String> words() {
    return jdbc.queryForList("select text from word order by n", String.class);
  }
}
