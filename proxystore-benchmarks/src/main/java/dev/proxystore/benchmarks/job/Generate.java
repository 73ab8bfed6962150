package dev.proxystore.benchmarks.job;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * The payloads, all of them the same array: as fast as they are used. No arm keeps more of them
 * under way than another.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
public final class Generate extends RichMapFunction<Long, Tuple2<Long, byte[]>> {
  private static final long serialVersionUID = 1L;
  private static final int PAUSE_MICROS = 50;

  private final int size;
  private final long mostUnderWay;
  private final Tally used;
  private transient byte[] payload;
  private transient long sent;
  private transient long known;

  /**
   * @param size of a payload, in bytes
   * @param mostUnderWay how many payloads that are not used yet there are at most
   */
  public Generate(int size, long mostUnderWay, Tally used) {
    this.size = size;
    this.mostUnderWay = mostUnderWay;
    this.used = used;
  }

  /** The same in each process, so that who computes can tell whether it got them. */
  public static byte[] payload(int size) {
    byte[] payload = new byte[size];
    new Random(size).nextBytes(payload);
    return payload;
  }

  @Override
  public void open(OpenContext context) {
    payload = payload(size);
  }

  @Override
  public Tuple2<Long, byte[]> map(Long number) throws InterruptedException {
    while (sent - known >= mostUnderWay && !hasRoom()) {
      TimeUnit.MICROSECONDS.sleep(PAUSE_MICROS);
    }
    sent++;
    return Tuple2.of(number, payload);
  }

  private boolean hasRoom() {
    known = used.sum();
    return sent - known < mostUnderWay;
  }
}
