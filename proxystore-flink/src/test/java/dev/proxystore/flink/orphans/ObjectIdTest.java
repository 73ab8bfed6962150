package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in ids is read back by later releases: the form stays. */
class ObjectIdTest {
  private static final JobID JOB = new JobID(1, 2);
  private static final UUID RUN = new UUID(3, 4);
  private static final PutAttempt ATTEMPT =
      new PutAttempt("0123456789abcdef", 37, 36 * 36, 71, "0z");

  @Test
  void anIdIsTheseDigits() {
    assertThat(ObjectId.object(ATTEMPT.prefix(), 37, 35))
        .isEqualTo("0123456789abcdef11.100.1z0z.11.z");
  }

  @Test
  void anIdIsReadBackAlsoWithWhatPlacesTheObject() {
    ObjectId object = new ObjectId(ATTEMPT, 37, 35);
    assertThat(ObjectId.parse("0123456789abcdef11.100.1z0z.11.z")).hasValue(object);
    assertThat(ObjectId.parse("0123456789abcdef11.100.1z0z.11.z~7")).hasValue(object);
    assertThat(ObjectId.attempt("0123456789abcdef11.100.1z0z.")).hasValue(ATTEMPT);
  }

  @Test
  void aMarkOfASavepointIsTheseDigitsAndIsReadBackAndIsNoObject() {
    SavepointMark mark = new SavepointMark("0123456789abcdef", 36, "9876543210", 37, 35);
    String id = "0123456789abcdef-10.9876543210.11.z";
    assertThat(mark.id()).isEqualTo(id);
    assertThat(SavepointMark.parse(id)).hasValue(mark);
    assertThat(ObjectId.parse(id)).isEmpty();
    assertThat(SavepointMark.parse("0123456789abcdef11.100.1z0z.11.z")).isEmpty();
  }

  @Test
  void aSavepointHoldsWhatItsOperatorPutBehindItsCheckpointOrAnEarlierOne() {
    SavepointMark mark = new SavepointMark(ATTEMPT.writer(), 8, "9876543210", 8, 0);
    assertThat(mark.mayHold(new ObjectId(ATTEMPT, 8, 99))).isTrue();
    assertThat(mark.mayHold(new ObjectId(ATTEMPT, 9, 0))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "frame",
        "0123456789abcdef.1.1zz.1.1",
        "0123456789ABCDEF1.1.1zz.1.1",
        "a.b.c.d.e.f"
      })
  void otherIdsAreNone(String id) {
    assertThat(ObjectId.parse(id)).isEmpty();
  }

  @Test
  void namesOfJobsAndOperatorsStayTheSameAndPublishedObjectsAreNotFoundByTheJob() {
    assertThat(Names.writer(JOB, RUN, "operator")).hasSize(16).startsWith(Names.job(JOB));
    assertThat(Names.writer(JOB, RUN, "operator"))
        .isEqualTo(Names.writer(new JobID(1, 2), RUN, "operator"));
    assertThat(Names.writer(JOB, new UUID(3, 5), "operator"))
        .as("another run under the job's id")
        .isNotEqualTo(Names.writer(JOB, RUN, "operator"));
    assertThat(Names.publisher(JOB, "operator")).hasSize(16).doesNotStartWith(Names.job(JOB));
  }
}
