"""The numbers of a draw, from its record alone: python3 draw-order.py RECORD prints the record's «order», line for line."""
import hashlib, hmac, json, sys
record = json.load(open(sys.argv[1], encoding="utf-8")); announced = json.loads(record["round"])
sha = lambda data: hashlib.sha256(data).digest()
parts = [b"xuezheng-draw-1"] + [sha(record[text].encode()) for text in ("round", "list", "schools")]
parts += [bytes.fromhex(one.get("secret") or promise["digest"]) for one, promise in zip(record["reveals"], announced["commitments"])]
value, isBeacon = record["publicValue"], announced["public"]["kind"] in ("drand", "nist")
parts.append(bytes.fromhex(value) if isBeacon else value.encode())
seed, scope = sha(b"".join(len(part).to_bytes(8, "big") + part for part in parts)), announced["scope"]
rows = [line.split(",") for line in record["list"].splitlines()[1:]]
if announced["rules"].get("tieBreaking") == "multiple":
    tickets = [(f"{scope}/{choice.split(':')[0]}", row[0]) for row in rows for choice in row[4].split()]
else: tickets = [(scope, row[0]) for row in rows]
keys = sorted((scope, hmac.new(seed, f"{scope}\n{number}".encode(), "sha256").hexdigest(), number) for scope, number in tickets)
print("scope,rank,number,key"); count = {}
for scope, key, number in keys: count[scope] = count.get(scope, 0) + 1; print(f"{scope},{count[scope]},{number},{key}")
