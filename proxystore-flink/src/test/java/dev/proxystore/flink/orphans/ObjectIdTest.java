package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.orphans.ObjectId.Kind;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in ids is read back by later releases: the form stays. */
class ObjectIdTest {
  private static final JobID JOB = new JobID(1, 2);
  private static final PutAttempt ATTEMPT =
      new PutAttempt("0123456789abcdef", 37, 36 * 36, 71, "0z");

  @Test
  void anIdIsTheseDigits() {
    assertThat(ObjectId.object(ATTEMPT.prefix(), 35)).isEqualTo("0123456789abcdef11.100.1z0z.z");
    assertThat(ObjectId.pin(ATTEMPT.prefix(), 35)).isEqualTo("0123456789abcdef11.100.1z0z.-z");
  }

  @Test
  void anIdIsReadBackAlsoWithWhatPlacesTheObject() {
    ObjectId object = new ObjectId(ATTEMPT, 35, Kind.OBJECT);
    assertThat(ObjectId.parse("0123456789abcdef11.100.1z0z.z")).hasValue(object);
    assertThat(ObjectId.parse("0123456789abcdef11.100.1z0z.z~7")).hasValue(object);
    assertThat(ObjectId.parse("0123456789abcdef11.100.1z0z.-z"))
        .hasValue(new ObjectId(ATTEMPT, 35, Kind.PIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "frame", "0123456789abcdef.1.1zz.1", "0123456789ABCDEF1.1.1zz.1", "a.b.c.d.e"})
  void otherIdsAreNone(String id) {
    assertThat(ObjectId.parse(id)).isEmpty();
  }

  @Test
  void namesOfJobsAndOperatorsStayTheSameAndPublishedObjectsAreNotFoundByTheJob() {
    assertThat(Names.writer(JOB, "operator")).hasSize(16).startsWith(Names.job(JOB));
    assertThat(Names.writer(JOB, "operator")).isEqualTo(Names.writer(new JobID(1, 2), "operator"));
    assertThat(Names.publisher(JOB, "operator")).hasSize(16).doesNotStartWith(Names.job(JOB));
  }
}
