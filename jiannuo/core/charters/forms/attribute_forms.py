"""The forms of the attributes of events and of subjects: the bare word, or a mapping that gives them a label as well."""

from jiannuo.core.charters.forms.keys import Either, Form, Inner, Key, ListOf, MapOf, Plain, Variants
from jiannuo.core.charters.forms.shared_forms import TITLE
from jiannuo.core.values.texts import Text

_LABEL = Key(
    "label",
    Inner(TITLE),
    Text(
        zh="界面上的名称；同名属性在别处没有另给名称时也用它。",
        en="the word for it on screen, also for attributes of the same name that have no label of their own",
    ),
    default="its name",
)

TYPED = Form(
    "typed attribute",
    Text(zh="带名称的属性", en="an attribute with a label"),
    (
        Key("type", Plain("type"), Text(zh="它的类型。", en="its type"), required=True),
        _LABEL,
        Key(
            "values",
            MapOf(Inner(TITLE), keys="text"),
            Text(
                zh="各取值在界面上的名称；同一取值在别处没有另给名称时也用它。",
                en="the words for its values on screen, also for the same values elsewhere that have none of their own",
            ),
            default="the values as they are",
        ),
    ),
    signs=("type",),
)

COMPUTED = Form(
    "computed attribute",
    Text(zh="计算属性", en="a computed attribute"),
    (
        Key("=", Plain("value"), Text(zh="计算它的表达式。", en="the expression that computes it"), required=True),
        _LABEL,
    ),
    signs=("=",),
)

OF_EVENTS = MapOf(
    Either(
        (
            Plain("type"),
            Variants(Text(zh="带名称的属性或计算属性", en="an attribute with a label or computed"), (TYPED, COMPUTED)),
        )
    ),
    keys="name",
)

TAKEN = Form(
    "subject attribute",
    Text(zh="带名称的业务对象属性", en="a subject's attribute with a label"),
    (
        Key(
            "from",
            ListOf(Plain("attribute of event")),
            Text(zh="取自哪些业务记录的哪个属性。", en="the attributes of events that it is taken from"),
            required=True,
        ),
        _LABEL,
    ),
)

OF_SUBJECTS = MapOf(Either((ListOf(Plain("attribute of event")), Inner(TAKEN))), keys="name")
