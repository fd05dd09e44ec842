package dev.parkade.runtime.consuming;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

class FailuresTest {

  @Test
  void whatPassesByItselfIsTransient() {
    assertThat(Failures.isTransient(new TransientFailure("later"))).isTrue();
    assertThat(Failures.isTransient(new CannotAcquireLockException("deadlock"))).isTrue();
    assertThat(Failures.isTransient(new DataAccessResourceFailureException("refused"))).isTrue();
    assertThat(Failures.isTransient(new IllegalStateException(new TimeoutException()))).isTrue();
    assertThat(
            Failures.isTransient(
                new UncategorizedSQLException("x", "y", new SQLException("shutdown", "57P01"))))
        .isTrue();
    assertThat(Failures.isTransient(new SQLException("no such table", "42P01"))).isTrue();
    assertThat(Failures.isTransient(new SQLException("no such schema", "3F000"))).isTrue();
  }

  @Test
  void whatFailsAgainIsNot() {
    assertThat(Failures.isTransient(new NullPointerException())).isFalse();
    assertThat(Failures.isTransient(new DataIntegrityViolationException("check"))).isFalse();
    assertThat(Failures.isTransient(new SQLException("unique", "23505"))).isFalse();
  }

  @Test
  void whatExceedsALimitOfTheDatabaseFailsAgainThoughSpringCallsTheDatabaseAway() {
    var tooLarge = new SQLException("index row size 9000 exceeds btree maximum 2704", "54000");

    var translated = new SQLStateSQLExceptionTranslator().translate("insert", null, tooLarge);

    assertThat(translated).isInstanceOf(DataAccessResourceFailureException.class);
    assertThat(Failures.isTransient(translated)).isFalse();
  }
}
