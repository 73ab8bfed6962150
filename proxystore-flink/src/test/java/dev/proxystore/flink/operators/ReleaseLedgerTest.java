package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When objects may go, and what a checkpoint must hold until they are gone. */
class ReleaseLedgerTest {
  private static final StoreAddress STORE = StoreAddress.parse("local:frames");

  private final ReleaseLedger ledger = new ReleaseLedger(1);

  private static void mark(ReleaseLedger ledger, String... ids) {
    for (String id : ids) {
      ledger.mark(ReleaseTarget.evicting(STORE), new Key(id, Descriptor.of("bytes", new byte[3])));
    }
  }

  private static List<String> ids(Collection<HeldMarks> marks) {
    return marks.stream().flatMap(each -> each.keys().stream()).map(Key::id).toList();
  }

  @Test
  void whatWasReleasedAfterACheckpointDoesNotGoWithIt() {
    mark(ledger, "a", "b");
    ledger.hold(1);
    mark(ledger, "c");
    assertThat(ids(ledger.complete(1))).containsExactly("a", "b");
    assertThat(ids(ledger.complete(1))).isEmpty();
  }

  @Test
  void twoCheckpointsUnderWayAreToldApart() {
    mark(ledger, "a");
    ledger.hold(1);
    mark(ledger, "b");
    ledger.hold(2);
    assertThat(ids(ledger.complete(1))).containsExactly("a");
    assertThat(ids(ledger.complete(2))).containsExactly("b");
  }

  @Test
  void aMarkIsHeldByEveryCheckpointUntilItsObjectIsGone() {
    mark(ledger, "a");
    assertThat(ids(ledger.hold(1))).containsExactly("a");
    assertThat(ids(ledger.hold(2))).containsExactly("a");
    List<HeldMarks> due = ledger.complete(2);
    assertThat(ids(ledger.hold(3))).containsExactly("a");
    due.forEach(ledger.settled()::gone);
    assertThat(ledger.hold(4)).isEmpty();
  }

  @Test
  void aSavepointOnTheWayIsNotOneOfTheCheckpointsThatAreRetained() {
    ReleaseLedger two = new ReleaseLedger(2);
    mark(two, "a");
    two.hold(1);
    two.hold(2); // a savepoint, of whose end no operator is told
    assertThat(two.complete(1)).isEmpty();
    two.hold(3);
    assertThat(ids(two.complete(3))).containsExactly("a");
  }

  @Test
  void whatWasRestoredGoesWithACheckpointOfThisAttempt() {
    HeldMarks restored = restored(7);
    ledger.restore(restored);
    assertThat(ledger.complete(1)).isEmpty();
    ledger.hold(2);
    assertThat(ledger.complete(2)).containsExactly(restored);
  }

  private static HeldMarks restored(int completed) {
    MarksWriter writer = new MarksWriter(ReleaseTarget.evicting(STORE));
    writer.add(new Key("restored", Descriptor.of("bytes", new byte[3])));
    return new HeldMarks(writer.take(), completed);
  }

  @Test
  void theLastCheckpointIsTheFirstThatIsTakenAfterTheEndOfTheInput() {
    ReleaseLedger many = new ReleaseLedger(9);
    mark(many, "a");
    many.hold(1);
    many.finish();
    assertThat(many.complete(1)).isEmpty();
    assertThat(many.isFinal(1)).isFalse();
    many.hold(2);
    assertThat(ids(many.complete(2))).containsExactly("a");
    assertThat(many.isFinal(2)).isTrue();
  }

  @Test
  void whatASavepointHoldsStaysInTheStateUntilItIsTakenOrTheJobEnds() {
    mark(ledger, "a", "b", "c");
    ledger.hold(1);
    HeldMarks all = ledger.complete(1).get(0);
    HeldMarks go = ledger.settled().keep(all, key -> key.id().equals("b"));
    assertThat(ids(List.of(go))).containsExactly("a", "c");
    ledger.settled().gone(go);
    assertThat(ids(ledger.hold(2))).containsExactly("b");
    assertThat(ledger.complete(2)).isEmpty();
    assertThat(ledger.settled().objectsKept()).isOne();
    ledger.finish();
    ledger.hold(3);
    assertThat(ids(ledger.complete(3))).containsExactly("b");
    assertThat(ledger.settled().objectsKept()).isZero();
  }
}
