"""Kinds of problem met where a city is made up."""

from jiannuo.core.values.problems import ProblemKind
from jiannuo.core.values.texts import Text

ORDERS_OUT_OF_RANGE = ProblemKind(
    "M001",
    Text(
        zh="订单数 {count} 不在 {least} 到 {most} 之间。",
        en="A city cannot have {count} orders; it has from {least} to {most}.",
    ),
    Text(
        zh="请给出这个范围内的整数；不少于 {full} 时，每种情形都有足够的数量。",
        en="Give a whole number between them; from {full} on there is enough of everything.",
    ),
)
SEED_OUT_OF_RANGE = ProblemKind(
    "M002",
    Text(zh="随机种子 {seed} 是负数。", en="The seed {seed} is negative."),
    Text(zh="请给出 0 或正整数，例如 1。", en="Give 0 or a positive whole number, such as 1."),
)
FOLDER_TAKEN = ProblemKind(
    "M003",
    Text(
        zh="文件夹 {folder} 中已有别的内容：{found}。没有写入任何内容。",
        en="The folder {folder} holds something else: {found}. Nothing was written.",
    ),
    Text(
        zh="请写一个新的或空的文件夹，或以前由本命令写入的文件夹。",
        en="Name a new or empty folder, or one that this command wrote before.",
    ),
)
