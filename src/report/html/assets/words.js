// Words of the page in both languages, and how numbers are written.

const WORDS = {
  tonight: ["Tonight", "今晚"], rings: ["Rings", "团伙"], trends: ["Trends", "趋势"], quality: ["Data quality", "数据质量"],
  about: ["About this run", "本次运行"], other_language: ["中文", "English"], as_of: ["As of", "截至"],
  stoppable: ["Can still be stopped", "仍可止付"], open_alerts: ["Alerts", "预警"], next_due: ["Next time limit", "最近期限"],
  likely_rings: ["Likely rings", "疑似团伙"], by_chance: ["Expected by chance", "偶然预期数"], record: ["Record", "记录"],
  ring: ["Ring", "团伙"], match: ["Match", "命中"], amount: ["Open amount", "未付金额"], due: ["Time limit", "期限"],
  paid: ["Paid", "已付"], step: ["Next step", "下一步"], against: ["Speaks against", "反面证据"], score: ["Score", "评分"],
  yes: ["yes", "是"], no: ["no", "否"], kind: ["Kind", "类别"], type: ["Way", "手法"], q: ["q", "q值"], persons: ["Persons", "人数"],
  households: ["Households", "家庭"], money: ["Open money", "未付金额"], excess: ["Excess refund", "超额退费"], branch: ["Branch", "分公司"],
  first: ["First", "最早"], last: ["Last", "最近"], event: ["Event", "事件"], decision: ["Decision", "结论"], all: ["all", "全部"],
  reported: ["likely rings", "疑似团伙"], lookalikes: ["look-alikes and below the cut-off", "相似群体及低于阈值"], search: ["Search ( / )", "搜索 ( / )"],
  rows: ["Rows", "行数"], earlier: ["‹ Earlier", "‹ 上一页"], later: ["Later ›", "下一页 ›"], back: ["‹ All rings", "‹ 全部团伙"],
  graph: ["Who shares what", "关联图"], why: ["Why", "评分理由"], timeline: ["Complaints and surrenders a week", "每周投诉与退保"],
  members: ["Members", "成员"], losses: ["Money", "资金"], evidence: ["Shared values and their sources", "共用信息及来源"],
  premium: ["Premium paid", "累计保费"], cash: ["Cash value", "现金价值"], refund: ["Refunded", "退费金额"], person: ["Person", "人员"],
  value: ["Shared value", "共用信息"], proxy: ["Proxy", "代理人"], agent: ["Agent", "业务员"], hub: ["Set aside", "已排除"],
  complaint: ["complaint", "投诉"], surrender: ["surrender", "退保"], complaints: ["Complaints", "投诉"], surrenders: ["Surrenders", "退保"],
  role: ["Role", "角色"], strength: ["Tie", "关联强度"], date: ["Date", "日期"], product: ["Product", "产品"], weight: ["Bits", "比特"],
  source: ["Source", "来源"], base: ["Branches' records a week", "所在分公司周均记录"], summarised: ["The graph shows the {0} most tied of {1} persons.", "图中仅显示{1}人中关联最多的{0}人。"],
  bits: ["bits; below zero speaks against a ring", "比特；负值为反面证据"], not_ring: ["Why this is not reported as a ring", "为何未作为团伙报告"],
  not_ring_kind: ["It is named {0}: a look-alike with its own explanation.", "归为“{0}”：另有合理解释的相似群体。"],
  not_ring_score: ["Its score {0} is below the cut-off {1}.", "评分{0}低于阈值{1}。"], month: ["Month", "月份"], channel: ["Channel", "渠道"],
  share: ["Share in rings", "团伙占比"], ring_records: ["In rings", "团伙记录"], regulator: ["Regulator share", "监管渠道占比"], previous: ["Previous month", "上月"], last_year: ["Same month last year", "去年同月"],
  sources: ["Where rings come from", "溯源"], by: ["By", "按"], hubs: ["Values set aside", "已排除信息"], records: ["Records", "记录数"],
  treatment: ["Treatment", "处理"], rejects: ["Rows not used", "未采用的行"], file: ["File", "文件"], line: ["Line", "行"], column: ["Column", "列"],
  shape: ["Shape of the value", "值的形态"], channels: ["Channels without an alias", "未映射渠道"], text: ["Text", "文本"], inputs: ["Inputs", "输入"],
  settings: ["Settings", "设置"], name: ["Name", "名称"], table: ["Table", "表"], rejected: ["Rejected", "拒收"], digest: ["SHA-256", "SHA-256"],
  differs: ["Contact differs from the registered one", "联系电话与登记不一致"], own_phone: ["agents' own phones", "业务员本人电话"], version: ["Version", "版本"],
  listed: ["The first {0} are listed; the CSV files hold all.", "列出前{0}条，全部见CSV文件。"], seconds: ["Seconds and threads are in manifest.json.", "耗时与线程数见manifest.json。"],
  format: ["Format", "格式"], setting: ["Value", "取值"], share_differs: ["Share", "占比"], would_tie: ["Ring members who give it", "涉及团伙成员"],
  members_of: ["{0} in {1} rings", "{1}个团伙的{0}人"], would_tie_note: ["Without this treatment the value would tie these members, and their rings, to each other.", "若不排除，该信息会将上述成员及其团伙关联在一起。"],
  letters: ["Letters side by side", "信件对照"],
  letters_note: ["Marked: wording that the letters of at least three people share. Everything else, names and numbers are hidden.", "标注为至少三人信件共有的文字；其余内容、姓名和号码均已隐藏。"],
  premium_rate: ["Complaints per ¥100 m premium", "亿元保费投诉量"], policies_rate: ["Complaints per 10,000 policies", "万张保单投诉量"],
  insured_rate: ["Complaints per 10,000 insured", "万人次投诉量"], rates: ["Complaint rates", "投诉率"], repeated: ["Repeated complaints", "重复投诉"],
  born: ["New rings", "新增团伙"], grown: ["Grown", "扩大"], gone: ["Ended", "消失"], revived: ["Back", "再现"], dormant: ["Dormant", "休眠"],
  merged: ["Merged", "合并"], split: ["Split", "拆分"], "re-linked": ["New contacts", "更换联系方式"], shrunk: ["Shrunk", "缩小"], events: ["Since the last run", "较上次运行"],
  record_type: ["Type", "类型"], link_type: ["Link", "关联类型"], contact_phone: ["contact phone", "联系电话"], caller_phone: ["caller's phone", "来电号码"],
  sender_phone: ["sender's phone", "寄件电话"], proxy_phone: ["proxy's phone", "代理人电话"], refund_account: ["refund account", "退款账户"],
  payer_account: ["payer's account", "缴费账户"], complainant: ["complainant", "投诉人"], courier_slip: ["courier slip", "快递单"],
  receiving_agent: ["receiving agent", "承接业务员"],
  shared_values: ["shared values", "共用信息"], excess_refund: ["excess refund", "超额退费"], regulator_first: ["regulator first", "先向监管投诉"], burst: ["burst", "集中爆发"],
  many_selling_agents: ["many selling agents", "业务员分散"], complaint_after_surrender: ["complaint after surrender", "退保后投诉"],
  complaint_then_refund: ["complaint, then refund", "投诉后退费"], negotiated_refund: ["negotiated refund", "协议退保"], ex_agent_contact: ["former agent's contact", "离职业务员电话"],
  commission_cliff: ["commission cliff", "佣金断崖"], starting_point: ["starting point", "起点"],
  hover: ["drag, zoom, hover", "可拖动、缩放、悬停"], total: ["Total", "合计"], permutations: ["Permutations", "置换次数"],
  proxy_ring: ["proxy ring", "代理退保团伙"], agent_collusion: ["agent collusion", "业务员勾结"], mis_selling: ["mis-selling", "销售误导"],
  agent_contact: ["agent's contact", "业务员代填电话"], household: ["household", "家庭"], employer_group: ["employer group", "单位团体"],
  shared_place: ["shared place", "共用场所"], lawyer: ["lawyer", "律师"], unclear: ["unclear", "不明确"], new_ring: ["in a ring", "涉团伙"],
  watch_value: ["watchlist", "关注名单"], near_miss: ["near miss", "接近阈值"], organiser: ["organiser", "组织者"], policyholder: ["policyholder", "投保人"],
  strong: ["strong", "强"], weak: ["weak", "弱"], complaint_extortion: ["complaint extortion", "投诉施压"], old_for_new: ["old for new", "退旧投新"],
  commission_fraud: ["commission fraud", "套取佣金"], data_broker: ["data broker", "信息贩卖"], unknown: ["unknown", "未知"],
  phone: ["phone", "电话"], account: ["account", "账户"], address: ["address", "地址"], actor: ["person", "人员"], device: ["device", "设备"],
  ip: ["network", "网络"], email: ["e-mail", "邮箱"], courier: ["courier", "快递"], letter: ["letter", "信函"], receiver: ["agent", "业务员"],
  hotline_12378: ["12378 hotline", "12378热线"], forwarded_12378: ["12378 forwarded", "12378转办"], regulator_letter: ["letter to the regulator", "监管信访"],
  regulator_transfer: ["regulator's transfer", "监管转送"], company_hotline: ["company hotline", "公司热线"], counter: ["counter", "柜面"],
  online: ["online", "线上"], media: ["media", "媒体"], other: ["other", "其他"], agent_phone: ["agent's own phone", "业务员本人电话"],
  placeholder: ["placeholder", "占位值"], own_contact: ["own contact", "公司联系方式"], degree_limit: ["too many households", "家庭数过多"],
  public_letter: ["public letter", "公开文本"], shared_network: ["shared network", "共用网络"], ignored: ["ignored", "忽略"],
};

let language = 0;

/** The word of the present language; a word of the data that has none stays as it is. */
function word(key, ...parts) {
  const pair = Object.hasOwn(WORDS, key) ? WORDS[key] : [key, key];
  return parts.reduce((text, part, place) => text.replaceAll(`{${place}}`, part), pair[language]);
}

/** Fen → yuan, in 万 or 亿 (Chinese) or thousands and millions. */
function yuan(fen) {
  if (fen === null || fen === undefined) return "–";
  const value = fen / 100, size = Math.abs(value);
  const short = (unit, sign) => `¥${(value / unit).toFixed(size / unit < 100 ? 1 : 0)}${sign}`;
  if (language === 1) return size >= 1e8 ? short(1e8, "亿") : size >= 1e4 ? short(1e4, "万") : `¥${value.toFixed(0)}`;
  return size >= 1e6 ? short(1e6, " m") : size >= 1e4 ? short(1e3, " k") : `¥${value.toFixed(0)}`;
}

const whole = (number) => Number(number).toLocaleString("en-US");
const percent = (part, all) => all ? `${(100 * part / all).toFixed(1)} %` : "–";
