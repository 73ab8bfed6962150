package dev.proxystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Runs every example and looks at what it prints. */
final class ExamplesITCase {

  @Test
  void aStandInIsFetchedByItsFirstCall() throws Exception {
    assertThat(output(TransparentProxies::main))
        .containsExactly("Fetched yet: false", "Words: 2", "Fetched now: true");
  }

  @Test
  void quickStartFetchesOnlyWhenItResolves() throws Exception {
    assertThat(output(QuickStart::main)).containsExactly("Fetched yet: false", "Bytes: 1048576");
  }

  @Test
  void resolveElsewhereReadsInASecondProcessWhatTheFirstOneWrote() throws Exception {
    long here = ProcessHandle.current().pid();
    String[] lines = output(ResolveElsewhere::main);
    assertThat(lines).hasSize(2).contains("Written by process " + here);
    assertThat(lines[0]).matches("Resolved in process \\d+").doesNotEndWith(" " + here);
  }

  @Test
  void flinkQuickStartComputesWithEveryFrame() throws Exception {
    assertThat(output(FlinkQuickStart::main))
        .extracting(line -> line.replaceFirst("^\\d+> ", ""))
        .containsExactlyInAnyOrder("1", "2", "3", "4");
  }

  @Test
  void routeByMetadataKeepsTheFieldsBesideTheProxy() throws Exception {
    assertThat(output(RouteByMetadata::main))
        .extracting(line -> line.replaceFirst("^\\d+> ", ""))
        .containsExactlyInAnyOrder(
            "en: A PROXY STANDS FOR AN OBJECT.",
            "de: EIN PROXY VERTRITT EIN OBJEKT.",
            "en: IT IS RESOLVED WHERE IT IS USED.");
  }

  @Test
  void discardWhatIsDroppedPrintsTheRest() throws Exception {
    assertThat(output(DiscardWhatIsDropped::main))
        .extracting(line -> line.replaceFirst("^\\d+> ", ""))
        .containsExactly("a note");
  }

  @Test
  void respectSavepointsPrintsAll() throws Exception {
    assertThat(output(RespectSavepoints::main))
        .extracting(line -> line.replaceFirst("^\\d+> ", ""))
        .containsExactlyInAnyOrder("A NOTE", "ANOTHER ONE");
  }

  @Test
  void severalConsumersEachUseTheObject() throws Exception {
    assertThat(output(SeveralConsumers::main))
        .extracting(line -> line.replaceFirst("^\\d+> ", ""))
        .containsExactlyInAnyOrder("6", "a", "seen: a page", "seen: a page");
  }

  @Test
  void allowOwnClassesIsRefusedByNameAndThenAllowed() throws Exception {
    String[] lines = output(AllowOwnClasses::main);
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).startsWith("Refused: The class " + AllowOwnClasses.class.getName());
    assertThat(lines[1]).isEqualTo("Resolved: Track[title=Noise, samples=[0.25, -0.5]]");
  }

  @Test
  void compressedAndEncryptedReadsWithItsKeyAlone() throws Exception {
    assertThat(output(CompressedAndEncrypted::main))
        .containsExactly(
            "Of 13000 bytes are stored fewer than 1000: true",
            "Dear friend",
            "No key, no letter; it stays: true");
  }

  @Test
  void largeObjectsAreReadInRangesAndSaved() throws Exception {
    assertThat(output(LargeObjects::main))
        .containsExactly("Bytes: 7000000", "In the middle: GATTACA", "The same: true");
  }

  @Test
  void measuredStoresSayWhatTheyDo() throws Exception {
    assertThat(output(MeasuredStores::main))
        .containsExactly("Objects put: 1", "Bytes put: 1000", "Answered by the cache: 1");
  }

  @Test
  void futureObjectsAreReadWhenTheyAreThere() throws Exception {
    assertThat(output(FutureObjects::main))
        .containsExactly("Done yet: false", "Read: what took a while", "Failed: disk full");
  }

  @Test
  void objectsGoWithTheirLifetime() throws Exception {
    assertThat(output(ObjectLifetimes::main))
        .containsExactly("After the block: false", "With a lease: kept");
  }

  @Test
  void ownedObjectsAreReadByManyChangedByOneAndGivenAway() throws Exception {
    String[] lines = output(OwnedObjects::main);
    assertThat(lines)
        .hasSize(3)
        .startsWith("a model, a model")
        .endsWith("Adopted: a model, trained");
    assertThat(lines[1]).startsWith("Refused: ").contains("it is borrowed 2 times");
  }

  @Test
  void tasksAreGivenObjectsWhoseProxiesTravelled() throws Exception {
    assertThat(output(TasksWithProxies::main))
        .containsExactly("Size: 1048576", "Inverted: -1", "Found: model at 0", "Found: del at 2");
  }

  @Test
  void aPolicyChoosesAmongSeveralStores() throws Exception {
    String[] lines = output(SeveralStores::main);
    assertThat(lines).hasSize(3).startsWith("Small: memory", "Large: disk");
    assertThat(lines[2])
        .startsWith("Refused: ")
        .contains("'memory' takes objects of up to 65536 bytes; 'disk' takes no other tags");
  }

  @Test
  void aFileDescribesAStore() throws Exception {
    String[] lines = output(ConfiguredStore::main);
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).contains("local:frames", "cache 4 objects", "timeToLive PT1H", "LZ4");
    assertThat(lines[1])
        .startsWith("Refused: ")
        .contains("has no store 'frame'. Did you mean 'frames'?");
  }

  @Test
  void expiringObjectsAreGoneWhenTheySayThatTheyAre() throws Exception {
    String[] lines = output(ExpiringObjects::main);
    assertThat(lines).hasSize(4);
    assertThat(lines[0]).startsWith("Resolved before: Cannot resolve local:expiring/");
    assertThat(lines).endsWith("After evict: false", "At first: true", "Later: false");
  }

  /** What a main method prints, line by line. */
  private static String[] output(Main main) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toArray(String[]::new);
  }

  private interface Main {
    void run(String... arguments) throws Exception;
  }
}
