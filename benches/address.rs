//! Addresses a second through `normalise::address`, on all threads: `cargo bench --bench address`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rayon::prelude::*;
use ringkeeper::normalise::address;

/// Spellings of many regions and forms, with numbers that change.
fn addresses() -> Vec<String> {
    (0..100_000u32)
        .map(|at| {
            let (building, unit, room) = (at % 30 + 1, at % 4 + 1, at % 20 * 100 + at % 8 + 101);
            match at % 8 {
                0 => format!("浙江省杭州市西湖区文三路{building}号阳光花园{building}栋{unit}单元{room}室"),
                1 => format!("上海市浦东新区张杨路{room}弄{building}号{room}室"),
                2 => format!("河南郑州金水区花园路{building}号国贸中心{building}-{unit}-{room}"),
                3 => format!("天水市秦州区太京镇李家村{unit}组{building}号"),
                4 => format!("北京市 朝阳区 望京街道 上东小区（东门）{building}号楼{unit}单元{room}"),
                5 => format!("广东省深圳市南山区高新南七道{building}号惠恒大厦{unit}栋{room}"),
                6 => format!("成都武侯区世外桃源广场b座{room}室"),
                _ => format!("江苏省苏州市昆山市花桥镇绿地大道{room}弄{building}号楼{room}室"),
            }
        })
        .collect()
}

fn bench(criterion: &mut Criterion) {
    let texts = addresses();
    let mut group = criterion.benchmark_group("address");
    group.throughput(Throughput::Elements(texts.len() as u64));
    group.sample_size(20);
    group.bench_function("address", |bencher| {
        bencher.iter(|| {
            texts
                .par_iter()
                .filter_map(|text| address::address(text))
                .map(|found| found.key.len())
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
