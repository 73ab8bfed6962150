package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.hazelcast.instance.BuildInfoProvider;
import dev.proxystore.connector.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks a member whether it lets clients in that give a cluster's name and credentials, as Hazelcast
 * 4.0 to 5.x say it: the client protocol's message 0x000100. Hazelcast's own client asks again and
 * again where it is refused, and logs a stack trace each time.
 */
record Admission(String cluster, Optional<Credentials> credentials) {
  private static final byte[] CLIENT_PROTOCOL = "CP2".getBytes(US_ASCII);

  private static final int FRAME_HEAD = 6;
  private static final int BEGIN_AND_END = 0xC000;
  private static final int LAST = 0x2000;
  private static final int BEGIN_LIST = 0x1000;
  private static final int END_LIST = 0x0800;
  private static final int NULL = 0x0400;

  private static final int REQUEST = 0x000100;
  private static final int REQUEST_BYTES = 34;
  private static final int NO_PARTITION = -1;
  private static final byte NOT_NULL = 0;
  private static final byte SERIALIZATION_VERSION = 1;

  private static final int RESPONSE = 0x000101;
  private static final int STATUS_AT = 13;
  private static final int LONGEST_RESPONSE = 4096;
  private static final int CREDENTIALS_FAILED = 1;

  /**
   * Whether the member at the other end of a new connection refuses the name or the credentials.
   * What it says otherwise is no refusal, nor is anything that is not understood.
   *
   * @throws IOException if it says nothing, or the connection breaks off
   */
  boolean isRefused(Socket socket) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(CLIENT_PROTOCOL);
    write(request);
    socket.getOutputStream().write(request.toByteArray());
    return isRefusal(new DataInputStream(socket.getInputStream()));
  }

  private void write(ByteArrayOutputStream out) {
    UUID client = UUID.randomUUID();
    ByteBuffer head = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(REQUEST).putLong(1).putInt(NO_PARTITION).put(NOT_NULL);
    head.putLong(client.getMostSignificantBits()).putLong(client.getLeastSignificantBits());
    head.put(SERIALIZATION_VERSION);
    frame(out, BEGIN_AND_END, head.array());
    text(out, cluster);
    text(out, credentials.map(who -> who.username().orElse("")).orElse(null));
    text(out, credentials.map(Credentials::password).orElse(null));
    text(out, "JVM");
    text(out, BuildInfoProvider.getBuildInfo().getVersion());
    text(out, "proxystore-probe");
    frame(out, BEGIN_LIST, new byte[0]);
    frame(out, END_LIST | LAST, new byte[0]);
  }

  private static void text(ByteArrayOutputStream out, @Nullable String text) {
    frame(out, text == null ? NULL : 0, text == null ? new byte[0] : text.getBytes(UTF_8));
  }

  private static void frame(ByteArrayOutputStream out, int flags, byte[] content) {
    ByteBuffer head = ByteBuffer.allocate(FRAME_HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(FRAME_HEAD + content.length).putShort((short) flags);
    out.writeBytes(head.array());
    out.writeBytes(content);
  }

  /** The first frame says it; nothing else is read. */
  private static boolean isRefusal(DataInputStream in) throws IOException {
    byte[] head = new byte[FRAME_HEAD];
    in.readFully(head);
    int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt() - FRAME_HEAD;
    if (length <= STATUS_AT || length > LONGEST_RESPONSE) {
      return false;
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt() == RESPONSE
        && content[STATUS_AT] == CREDENTIALS_FAILED;
  }
}
