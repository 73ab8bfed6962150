package dev.proxystore.benchmarks.job;

import java.nio.file.Path;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;

/** The numbers from 0 on, each instance its share of them, no faster than a {@link Pace} allows. */
public final class PacedNumbers extends NumberSequenceSource {
  private static final long serialVersionUID = 1L;

  private final String pace;

  public PacedNumbers(long count, Path pace) {
    super(0, count - 1);
    this.pace = pace.toString();
  }

  @Override
  public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
    long share = (getTo() + 1) / context.currentParallelism();
    return new PacedReader(context, new Pace(Path.of(pace)), share);
  }
}
